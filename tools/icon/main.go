// Command icon draws the icons of the installable page as PNG files, from the
// same circles as static/icon.svg: telephones want bitmaps. Run it where the
// drawing changes:
//
//	go run ./tools/icon internal/web/static
package main

import (
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
)

// side is the length of a side of the drawing, in its own units.
const side = 64.0

// A disc is a circle, filled where ring is zero, else a line of that width.
type disc struct {
	x, y, r, ring float64
	ink           color.NRGBA
}

var (
	sea    = color.NRGBA{0x1f, 0x4d, 0x66, 0xff}
	paper  = color.NRGBA{0xf6, 0xf1, 0xe5, 0xff}
	amber  = color.NRGBA{0xdf, 0xb1, 0x63, 0xff}
	circle = []disc{
		{32, 32, 11, 2.5, faded(paper, 0.75)}, {32, 32, 21, 2.5, faded(paper, 0.45)},
		{32, 32, 4.5, 0, paper}, {40, 24, 4, 0, amber}, {17, 46.5, 4, 0, paper},
	}
)

// icons are the files: how large, how round their corners are, and how much of
// the square the drawing takes. A maskable one is cut by the telephone; Apple's
// is rounded by it.
var icons = []struct {
	name         string
	size         int
	round, takes float64
}{
	{"icon-192.png", 192, 14, 1},
	{"icon-512.png", 512, 14, 1},
	{"icon-maskable-512.png", 512, 0, 0.8},
	{"apple-touch-icon.png", 180, 0, 0.9},
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "icon: a folder is wanted")
		os.Exit(2)
	}
	for _, i := range icons {
		if err := write(filepath.Join(os.Args[1], i.name), draw(i.size, i.round, i.takes)); err != nil {
			fmt.Fprintln(os.Stderr, "icon:", err)
			os.Exit(1)
		}
	}
}

func write(name string, img image.Image) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	e := png.Encoder{CompressionLevel: png.BestCompression}
	if err := e.Encode(f, img); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

func faded(c color.NRGBA, by float64) color.NRGBA {
	c.A = uint8(by * 255)
	return c
}

// draw paints each pixel by how much of it each shape covers.
func draw(size int, round, takes float64) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, size, size))
	unit := side / float64(size)
	for py := range size {
		for px := range size {
			x, y := (float64(px)+0.5)*unit, (float64(py)+0.5)*unit
			c := faded(sea, covers(corner(x, y, round), unit))
			dx, dy := (x-32)/takes+32, (y-32)/takes+32
			for _, d := range circle {
				far := math.Hypot(dx-d.x, dy-d.y) - d.r
				if d.ring > 0 {
					far = math.Abs(far) - d.ring/2
				}
				c = over(c, d.ink, covers(far*takes, unit))
			}
			img.SetNRGBA(px, py, c)
		}
	}
	return img
}

// corner is how far a point lies outside of the rounded square; less than zero
// inside.
func corner(x, y, round float64) float64 {
	dx, dy := math.Abs(x-32)-(32-round), math.Abs(y-32)-(32-round)
	return math.Hypot(math.Max(dx, 0), math.Max(dy, 0)) + math.Min(math.Max(dx, dy), 0) - round
}

// covers is the share of a pixel inside of an edge that lies so far away.
func covers(far, unit float64) float64 { return math.Min(1, math.Max(0, 0.5-far/unit)) }

func over(under, ink color.NRGBA, share float64) color.NRGBA {
	a := share * float64(ink.A) / 255
	mix := func(u, i uint8) uint8 { return uint8(math.Round(float64(u)*(1-a) + float64(i)*a)) }
	return color.NRGBA{mix(under.R, ink.R), mix(under.G, ink.G), mix(under.B, ink.B), under.A}
}
