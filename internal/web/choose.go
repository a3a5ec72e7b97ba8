package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"entregent/internal/app"
	"entregent/internal/i18n"
	"entregent/internal/network"
)

// settings answers GET /settings.
func settings(v *visit) error {
	page, err := v.settingsPage()
	if err != nil {
		return err
	}
	return v.show(page)
}

func (v *visit) settingsPage() (*SettingsPage, error) {
	s := v.state.settings
	page := &SettingsPage{
		Page: v.newPage(), Zone: Field{Value: s.Zone}, Zones: zones, Country: v.countries(s.Country),
		Minutes: Field{Value: strconv.Itoa(s.DayMinutes())}, Most: Field{Value: strconv.Itoa(s.MaxGestures())},
		Me: MeView{Names: s.Names},
	}
	page.Path = "/settings"
	page.Languages = []Choice{{"", v.words("web.settings.language.browser"), s.Lang == ""}}
	for _, l := range i18n.Languages {
		page.Languages = append(page.Languages, Choice{l, i18n.For(l).T("language.self"), s.Lang == l})
	}
	for _, h := range s.Handles {
		page.Me.Handles = append(page.Me.Handles, HandleLine{Kind: v.words("handle." + string(h.Kind)), Text: handleText(app.Handle{Kind: h.Kind, Value: h.Value})})
	}
	for i := range 7 { // the week begins on Monday
		day := (i + 1) % 7
		page.Quiet = append(page.Quiet, Choice{strconv.Itoa(day), v.words("weekday." + strconv.Itoa(day)), slices.Contains(s.Quiet, day)})
	}
	if today := v.book.today(v.state.zone).Date(); !s.Pause.IsZero() && s.Pause.String() >= today.String() {
		page.Pause = PauseView{On: true}
		if s.Pause != forEver {
			page.Pause.Until = s.Pause
		}
	}
	for _, c := range s.Circles() {
		page.Circles = append(page.Circles, CircleField{Key: c.Name, Name: v.circleName(c.Name), Places: Field{Value: strconv.Itoa(c.Capacity)}})
	}
	return page, v.access(page)
}

// access puts in who can open the book, and how much it holds.
func (v *visit) access(page *SettingsPage) (err error) {
	if page.Access.Passphrase, err = v.Auth.HasPassphrase(v.ctx()); err != nil {
		return err
	}
	list, err := v.Auth.Sessions(v.ctx())
	if err != nil {
		return err
	}
	for _, s := range list {
		page.Access.Sessions = append(page.Access.Sessions, SessionLine{
			ID: s.ID, Name: agentName(s.Agent, v.words("web.settings.sessions.browser")), Seen: s.Seen, Since: s.Created, This: s.ID == v.session.ID,
		})
	}
	got, err := v.app().People(v.ctx(), v.keeper(), app.PeopleAsk{Limit: 1})
	page.People = got.Of
	return err
}

// browsers and systems are looked for in this order in what a browser calls
// itself: most of them also claim to be another.
var (
	browsers = []string{"Edg/", "Edge", "OPR/", "Opera", "Firefox/", "Firefox", "Chrome/", "Chrome", "Safari/", "Safari"}
	systems  = []string{"iPhone", "iPhone", "iPad", "iPad", "Android", "Android", "Windows", "Windows", "Mac OS X", "Mac", "Linux", "Linux"}
)

// agentName makes a name of a User-Agent: "Firefox, Linux".
func agentName(agent, unknown string) string {
	var parts []string
	for _, table := range [][]string{browsers, systems} {
		for i := 0; i < len(table); i += 2 {
			if strings.Contains(agent, table[i]) {
				parts = append(parts, table[i+1])
				break
			}
		}
	}
	if len(parts) == 0 {
		return unknown
	}
	return strings.Join(parts, ", ")
}

// change stores settings that differ from those there are in what fn does.
func (v *visit) change(fn func(*network.Settings) error) error {
	k, err := v.app().Keeper(v.ctx(), v.keeper())
	if err != nil {
		return err
	}
	s := k.Settings
	s.Names, s.Handles, s.Places, s.Quiet = slices.Clone(s.Names), slices.Clone(s.Handles), slices.Clone(s.Places), slices.Clone(s.Quiet)
	if err := fn(&s); err != nil {
		return err
	}
	return v.app().PutSettings(v.ctx(), v.keeper(), s)
}

// saved stores settings and leads back to their section. What was wrong is told
// beside the field it was wrong in.
func (v *visit) saved(section string, fn func(*network.Settings) error) error {
	err := v.change(fn)
	if kindOf(err) == network.Invalid && err != nil {
		return v.amendSettings(err)
	}
	if err != nil {
		return err
	}
	return v.then("/settings#"+section, "saved")
}

// amendSettings shows the page again with what is wrong.
func (v *visit) amendSettings(err error) error {
	page, other := v.settingsPage()
	if other != nil {
		return other
	}
	words, f := v.p.Error(err), v.r.PostFormValue
	switch fieldOf(err) {
	case "zone":
		page.Zone = Field{f("zone"), words}
	case "gestures":
		page.Most = Field{f("most"), words}
	case "minutes":
		page.Minutes = Field{f("minutes"), words}
	case "name", "me":
		page.Me.Add = Field{f("add"), words}
	case "circles":
		for i := range page.Circles {
			page.Circles[i].Places.Value = f("circle-" + page.Circles[i].Key)
		}
		page.Circles[len(page.Circles)-1].Places.Error = words
	case "new", "passphrase":
		page.Access.Error = words
	default:
		return err
	}
	return render(v.w, http.StatusBadRequest, page)
}

// putPlace answers POST /settings/place.
func putPlace(v *visit) error {
	f := v.r.PostFormValue
	err := v.saved("place", func(s *network.Settings) error {
		s.Lang, s.Zone, s.Country = f("language"), strings.TrimSpace(f("zone")), f("country")
		return nil
	})
	return err
}

// putMe answers POST /settings/me: what is added and what is taken away of who
// the keeper is.
func putMe(v *visit) error {
	f := v.r.PostForm
	return v.saved("me", func(s *network.Settings) error {
		for _, text := range f["remove"] {
			s.Names = slices.DeleteFunc(s.Names, func(n string) bool { return n == text })
			s.Handles = slices.DeleteFunc(s.Handles, func(h network.Handle) bool {
				return h.Value == text || handleText(app.Handle{Kind: h.Kind, Value: h.Value}) == text
			})
		}
		for _, text := range f["add"] {
			addMe(s, strings.TrimSpace(text))
		}
		return nil
	})
}

func addMe(s *network.Settings, text string) {
	if text == "" {
		return
	}
	h, name := app.ParseMe(text, s.Country)
	switch {
	case h != network.Handle{} && !slices.Contains(s.Handles, h):
		s.Handles = append(s.Handles, h)
	case name != "" && !slices.Contains(s.Names, name):
		s.Names = append(s.Names, name)
	}
}

// putTime answers POST /settings/time.
func putTime(v *visit) error {
	return v.saved("time", func(s *network.Settings) error {
		var err error
		if s.Gestures, err = number(v, "most", "gestures"); err != nil {
			return err
		}
		if s.Minutes, err = number(v, "minutes", "minutes"); err != nil {
			return err
		}
		s.Quiet = nil
		for _, d := range v.r.PostForm["quiet"] {
			n, err := strconv.Atoi(d)
			if err != nil {
				return &network.Error{Kind: network.Invalid, Field: "quiet", Msg: "error.not_understood", Args: []any{d}}
			}
			s.Quiet = append(s.Quiet, n)
		}
		return nil
	})
}

func number(v *visit, name, field string) (int, error) {
	s := strings.TrimSpace(v.r.PostFormValue(name))
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0, &network.Error{Kind: network.Invalid, Field: field, Msg: "error.not_understood", Args: []any{s}}
	}
	return n, nil
}

// putPause answers POST /settings/pause.
func putPause(v *visit) error {
	return v.saved("time", func(s *network.Settings) error {
		until := v.r.PostFormValue("until")
		switch d, ok := network.ParseDate(until); {
		case v.r.PostFormValue("pause") == "off":
			s.Pause = network.Date{}
		case until == "":
			s.Pause = forEver
		case !ok:
			return &network.Error{Kind: network.Invalid, Field: "until", Msg: "error.not_a_date", Args: []any{until}}
		default:
			s.Pause = d
		}
		return nil
	})
}

// putCircles answers POST /settings/circles.
func putCircles(v *visit) error {
	return v.saved("circles", func(s *network.Settings) error {
		places := slices.Clone(s.Circles())
		for i, c := range places {
			n, err := number(v, "circle-"+c.Name, "circles")
			if err != nil {
				return err
			}
			places[i].Capacity = n
		}
		s.Places = places
		return nil
	})
}

// putPassphrase answers POST /settings/passphrase.
func putPassphrase(v *visit) error {
	f := v.r.PostFormValue
	err := v.Auth.SetPassphrase(v.ctx(), v.token(), f("old"), f("new"))
	if fieldOf(err) != "" {
		return v.amendSettings(err)
	}
	if err != nil {
		return err
	}
	return v.then("/settings#access", "passphrase")
}

// endSession answers POST /settings/sessions: one of them, or all.
func endSession(v *visit) error {
	end := v.r.PostFormValue("end")
	if end == "all" {
		if err := v.Auth.EndAll(v.ctx()); err != nil {
			return err
		}
		v.setCookie(v.sessionName(), "", 0)
		return v.then("/signin")
	}
	if err := v.Auth.End(v.ctx(), end); err != nil {
		return err
	}
	return v.then("/settings#access", "signed-out")
}
