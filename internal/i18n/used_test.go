package i18n

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Every key that the program names has a text in both languages, which asks for
// no argument that the program does not give: what a reader reports, what an
// error says, what a model gives as its reason, what a face prints.
func TestKeysInTheProgramHaveTexts(t *testing.T) {
	fset := token.NewFileSet()
	seen := map[usage]bool{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(fset, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil // the compiler's affair
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if u := use(n); u.key != "" && !seen[u] {
				seen[u] = true
				u.check(t, fset.Position(n.Pos()))
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A usage is one place where the program names a key.
type usage struct {
	key  string
	args int // how many arguments it gives, -1 where that is not seen
}

// begins reports whether texts have keys that go on behind an underscore.
func begins(p *Printer, key string) bool {
	prefix := strings.TrimSuffix(key, "_") + "_"
	return slices.ContainsFunc(p.Keys(), func(k string) bool { return strings.HasPrefix(k, prefix) })
}

func (u usage) check(t *testing.T, at token.Position) {
	for _, lang := range Languages {
		x, ok := For(lang).texts[u.key]
		if !ok && begins(For(lang), u.key) {
			continue // a beginning, to which a kind is added
		}
		if !ok {
			t.Errorf("%s: no text %q", at, u.key)
			return
		}
		if most := highest(x); u.args >= 0 && most >= u.args {
			t.Errorf("%s: %q takes {%d} in %s, and %d arguments are given", at, u.key, most, lang, u.args)
		}
	}
}

// highest returns the highest argument that a text uses, -1 for none.
func highest(x text) int {
	most := -1
	if x.other != nil {
		return max(highest(*x.one), highest(*x.other))
	}
	for _, p := range x.parts {
		most = max(most, p.arg)
	}
	return most
}

// keyLike is a string that is a key wherever it stands: models name theirs as
// constants.
var keyLike = regexp.MustCompile(`^(error|problem|ignored|me|drift|evidence|missing|lowered|reciprocity|why|bring|reach|tact)\.[a-z_]+(\.[a-z_]+)*$`)

// use returns the key that a piece of the program names outright.
func use(n ast.Node) usage {
	switch n := n.(type) {
	case *ast.BasicLit:
		if key := literal(n); keyLike.MatchString(key) {
			return usage{key, -1}
		}
	case *ast.CallExpr:
		switch name(n.Fun) {
		case "NewProblem":
			return called(n, "problem.", 2, 4)
		case "NewIgnored":
			u := called(n, "ignored.", 2, 4)
			return usage{u.key, 0}
		case "T":
			return called(n, "", 0, 1)
		}
	case *ast.CompositeLit:
		switch name(n.Type) {
		case "Error":
			return composed(n, "Msg", "")
		case "Reason":
			return composed(n, "Key", "")
		case "Problem":
			return composed(n, "Key", "problem.")
		case "Ignored":
			return usage{composed(n, "Reason", "ignored.").key, 0}
		}
	}
	return usage{}
}

// called reads a call whose key is one argument and whose rest, from another
// on, are the text's.
func called(n *ast.CallExpr, prefix string, key, rest int) usage {
	if key >= len(n.Args) || literal(n.Args[key]) == "" {
		return usage{}
	}
	u := usage{prefix + literal(n.Args[key]), max(0, len(n.Args)-rest)}
	if n.Ellipsis.IsValid() {
		u.args = -1
	}
	return u
}

// composed reads a value whose key is one field and whose arguments another.
func composed(n *ast.CompositeLit, key, prefix string) usage {
	u := usage{}
	for _, e := range n.Elts {
		kv, ok := e.(*ast.KeyValueExpr)
		if !ok {
			return usage{}
		}
		switch name(kv.Key) {
		case key:
			if s := literal(kv.Value); s != "" {
				u.key = prefix + s
			}
		case "Args":
			if list, ok := kv.Value.(*ast.CompositeLit); ok {
				u.args = len(list.Elts)
			} else {
				u.args = -1
			}
		}
	}
	return u
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

// literal returns a string written on the spot, "" for any other expression.
func literal(e ast.Expr) string {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return ""
	}
	s, err := strconv.Unquote(lit.Value)
	if err != nil {
		return ""
	}
	return s
}
