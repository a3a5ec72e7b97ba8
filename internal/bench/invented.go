package bench

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// What the invented chats are made of: words that resemble words, and a moment
// that moves on by a few minutes with each message.
const someWords = "On se voit jeudi au marché, vers dix heures ? J’apporte le livre dont je te parlais"

var firstMoment = time.Date(2015, 1, 2, 10, 0, 0, 0, time.UTC)

// spoken is the moment of message i: thirteen minutes after the one before.
func spoken(i int) time.Time { return firstMoment.Add(time.Duration(i) * 13 * time.Minute) }

// a file of an invented archive; the first error ends it.
type invention struct {
	f *os.File
	*bufio.Writer
	err error
}

func invent(elem ...string) *invention {
	path := filepath.Join(elem...)
	v := &invention{err: os.MkdirAll(filepath.Dir(path), 0o700)}
	if v.err == nil {
		v.f, v.err = os.Create(path)
	}
	v.Writer = bufio.NewWriter(v)
	return v
}

// Write hands on to the file, for the buffer before it.
func (v *invention) Write(p []byte) (int, error) {
	if v.err != nil {
		return 0, v.err
	}
	return v.f.Write(p)
}

func (v *invention) say(format string, args ...any) { fmt.Fprintf(v.Writer, format, args...) }

func (v *invention) close() error {
	if v.err != nil {
		return v.err
	}
	err := v.Flush()
	if e := v.f.Close(); err == nil {
		err = e
	}
	return err
}

// comma separates the members of a list.
func comma(i int) string {
	if i == 0 {
		return ""
	}
	return ",\n"
}

func writeWhatsApp(dir string, n int) error {
	v := invent(dir, "WhatsApp Chat with Zoé Blanc.txt")
	for i := range n {
		name := "Zoé Blanc"
		if i%2 == 1 {
			name = "Marc Petit"
		}
		v.say("%s - %s: %d %s\n", spoken(i).Format("02/01/2006, 15:04"), name, i, someWords)
	}
	return v.close()
}

// shares spreads n messages over the people: it calls chat for each with the
// numbers of their messages.
func shares(n int, chat func(person int, messages []int)) {
	for p := range min(n, chatPeople) {
		var list []int
		for i := p; i < n; i += chatPeople {
			list = append(list, i)
		}
		chat(p, list)
	}
}

func writeSMS(dir string, n int) error {
	v := invent(dir, "sms-20260101.xml")
	v.say("<?xml version='1.0' encoding='UTF-8'?>\n<smses count=\"%d\">\n", n)
	for i := range n {
		v.say("<sms protocol=\"0\" address=\"+336120000%02d\" date=\"%d\" type=\"%d\" subject=\"null\" body=\"%d %s\" read=\"1\" status=\"-1\" contact_name=\"Personne %c%c\" />\n",
			i%chatPeople, spoken(i).UnixMilli(), 1+(i/chatPeople+1)%2, i, someWords, 'A'+rune(i%chatPeople/10), 'a'+rune(i%10))
	}
	v.say("</smses>\n")
	return v.close()
}

// mine tells whether message i of a chat is the keeper's: the first is, so that
// each chat has an answer to hope for.
func mine(i int) bool { return i/chatPeople%2 == 0 }

func writeTelegram(dir string, n int) error {
	v := invent(dir, "result.json")
	v.say(`{"personal_information":{"user_id":1,"first_name":"Marc","last_name":"Petit"},"chats":{"list":[`)
	shares(n, func(p int, list []int) {
		v.say("%s{\"name\":\"Personne %d\",\"type\":\"personal_chat\",\"id\":%d,\"messages\":[\n", comma(p), p, 100+p)
		for k, i := range list {
			from, id := fmt.Sprint("Personne ", p), 100+p
			if mine(i) {
				from, id = "Marc Petit", 1
			}
			v.say("%s{\"id\":%d,\"type\":\"message\",\"date_unixtime\":\"%d\",\"from\":\"%s\",\"from_id\":\"user%d\",\"text\":\"%d %s\"}", comma(k), k, spoken(i).Unix(), from, id, i, someWords)
		}
		v.say("]}")
	})
	v.say("]}}\n")
	return v.close()
}

func writeSlack(dir string, n int) error {
	root := filepath.Join(dir, "slack")
	people, rooms := invent(root, "users.json"), invent(root, "dms.json")
	people.say("[{\"id\":\"U\",\"team_id\":\"T\",\"profile\":{\"real_name\":\"Marc Petit\",\"email\":\"marc@atelier.example\"}}")
	rooms.say("[")
	var failed error
	shares(n, func(p int, list []int) {
		people.say(",\n{\"id\":\"U%d\",\"team_id\":\"T\",\"profile\":{\"real_name\":\"Personne %d\",\"email\":\"p%d@atelier.example\"}}", p, p, p)
		rooms.say("%s{\"id\":\"D%d\",\"members\":[\"U\",\"U%d\"]}", comma(p), p, p)
		day := invent(root, fmt.Sprint("D", p), "2015-01-02.json")
		day.say("[")
		for k, i := range list {
			from := fmt.Sprint("U", p)
			if mine(i) {
				from = "U"
			}
			day.say("%s{\"type\":\"message\",\"user\":\"%s\",\"ts\":\"%d.%06d\",\"text\":\"%d %s\"}", comma(k), from, spoken(i).Unix(), i%1000000, i, someWords)
		}
		day.say("]\n")
		if err := day.close(); failed == nil {
			failed = err
		}
	})
	people.say("]\n")
	rooms.say("]\n")
	for _, v := range []*invention{people, rooms} {
		if err := v.close(); failed == nil {
			failed = err
		}
	}
	return failed
}

func writeGoogleChat(dir string, n int) error {
	var failed error
	shares(n, func(p int, list []int) {
		group := filepath.Join(dir, "takeout", "Google Chat", "Groups", fmt.Sprint("DM ", p))
		v, info := invent(group, "messages.json"), invent(group, "group_info.json")
		info.say(`{"members":[{"name":"Marc Petit","email":"marc@exemple.example"},{"name":"Personne %d","email":"p%d@exemple.example"}]}`, p, p)
		v.say("{\"messages\":[\n")
		for k, i := range list {
			name, email := fmt.Sprint("Personne ", p), fmt.Sprintf("p%d@exemple.example", p)
			if mine(i) {
				name, email = "Marc Petit", "marc@exemple.example"
			}
			v.say("%s{\"creator\":{\"name\":\"%s\",\"email\":\"%s\",\"user_type\":\"Human\"},\"created_date\":\"%s\",\"text\":\"%d %s\",\"message_id\":\"%d/%d\"}", comma(k), name, email,
				spoken(i).Format("Monday, January 2, 2006 at 3:04:05\u202fPM UTC"), i, someWords, p, i)
		}
		v.say("]}\n")
		for _, f := range []*invention{v, info} {
			if err := f.close(); failed == nil {
				failed = err
			}
		}
	})
	return failed
}
