package i18n

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// Every key that the program names has a text: what a reader reports, what an
// error says, what a model gives as its reason, what a face prints.
func TestKeysInTheProgramHaveTexts(t *testing.T) {
	en, fr := For(English), For(French)
	fset := token.NewFileSet()
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(fset, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil // the compiler's affair
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if key := named(n); key != "" && (!en.Has(key) || !fr.Has(key)) {
				t.Errorf("%s: no text %q", fset.Position(n.Pos()), key)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// named returns the key that a piece of the program names outright, "" for none.
func named(n ast.Node) string {
	switch n := n.(type) {
	case *ast.CallExpr:
		switch name(n.Fun) {
		case "NewProblem":
			return literal("problem.", n.Args, 2)
		case "NewIgnored":
			return literal("ignored.", n.Args, 2)
		case "T":
			return literal("", n.Args, 0)
		}
	case *ast.CompositeLit:
		switch name(n.Type) {
		case "Error":
			return field(n, "Msg", "")
		case "Reason":
			return field(n, "Key", "")
		case "Problem":
			return field(n, "Key", "problem.")
		case "Ignored":
			return field(n, "Reason", "ignored.")
		case "Claim":
			return field(n, "Why", "")
		}
	}
	return ""
}

func name(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

func field(n *ast.CompositeLit, field, prefix string) string {
	for _, e := range n.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok && name(kv.Key) == field {
			return literal(prefix, []ast.Expr{kv.Value}, 0)
		}
	}
	return ""
}

// literal returns the i-th argument when it is a string written on the spot.
func literal(prefix string, args []ast.Expr, i int) string {
	if i >= len(args) {
		return ""
	}
	lit, ok := args[i].(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return ""
	}
	s, err := strconv.Unquote(lit.Value)
	if err != nil || s == "" {
		return ""
	}
	return prefix + s
}
