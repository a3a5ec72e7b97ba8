package mail

import (
	"path"
	"strconv"
	"strings"

	"entregent/internal/importer/mime"
	"entregent/internal/network"
)

// A folder is where a mail lies, as far as that says what it is.
type folder string

// The folders that matter. A mail may have several labels; the one that leaves
// it out counts first.
const (
	anywhere folder = ""
	sent     folder = "sent"
	chats    folder = "chat"
	drafts   folder = "draft"
	trash    folder = "trash"
	spam     folder = "spam"
)

// leftOut returns the reason why mail in the folder is not read.
func (f folder) leftOut() string {
	switch f {
	case drafts, trash, spam:
		return string(f)
	}
	return ""
}

// folderNames are the names programs give these folders, folded.
var folderNames = map[string]folder{
	"sent": sent, "sent mail": sent, "sent items": sent, "sent messages": sent, "messages envoyes": sent, "envoyes": sent, "envoye": sent,
	"elements envoyes": sent, "objets envoyes": sent, "courrier envoye": sent, "courriers envoyes": sent, "gesendet": sent, "gesendete objekte": sent,
	"gesendete elemente": sent, "enviados": sent, "elementos enviados": sent, "enviada": sent, "inviati": sent, "posta inviata": sent, "inviata": sent,
	"itens enviados": sent, "verzonden": sent, "verzonden items": sent, "inbox sent": sent,
	"chat": chats, "chats": chats, "hangouts": chats,
	"draft": drafts, "drafts": drafts, "brouillon": drafts, "brouillons": drafts, "entwurf": drafts, "entwurfe": drafts, "borrador": drafts,
	"borradores": drafts, "bozze": drafts, "rascunhos": drafts, "rascunho": drafts, "concepten": drafts, "templates": drafts, "modeles": drafts, "unsent messages": drafts,
	"trash": trash, "bin": trash, "corbeille": trash, "deleted": trash, "deleted items": trash, "deleted messages": trash, "elements supprimes": trash,
	"papierkorb": trash, "geloschte elemente": trash, "papelera": trash, "cestino": trash, "lixeira": trash, "prullenbak": trash, "messages supprimes": trash,
	"spam": spam, "junk": spam, "junk e mail": spam, "junk email": spam, "bulk mail": spam, "pourriel": spam, "pourriels": spam, "indesirables": spam,
	"courrier indesirable": spam, "courriers indesirables": spam, "indesirable": spam, "correo no deseado": spam, "posta indesiderata": spam, "ongewenst": spam, "spamverdacht": spam,
}

// folderNamed knows a folder by its name, in the languages programs have.
func folderNamed(name string) folder {
	return folderNames[network.Fold(path.Base(name))]
}

// Sent reports whether a folder is by its name the one in which programs keep
// what was sent.
func Sent(name string) bool { return folderNamed(name) == sent }

// where returns the folder of the mail at hand: its flags, its labels, its
// mailbox.
func (r *reading) where(l *letter) folder {
	switch {
	case strings.ContainsRune(l.flags, 'T'), r.expunged():
		return trash
	case strings.ContainsRune(l.flags, 'D'):
		return drafts
	}
	if raw := r.header.Get(mime.GmailLabels); len(raw) > 0 {
		if f := r.labels(raw); f != anywhere {
			return f
		}
	}
	if s := r.header.Get(mime.SpamFlag); len(s) > 0 && s[0]|0x20 == 'y' {
		return spam
	}
	if s := r.header.Get(mime.XStatus); strings.ContainsRune(string(s), 'D') {
		return trash
	} else if strings.ContainsRune(string(s), 'T') {
		return drafts
	}
	return r.folder
}

// expunged reports whether Thunderbird has deleted the mail and only not yet
// taken it out of its file.
func (r *reading) expunged() bool {
	const deleted = 0x0008
	raw := strings.TrimSpace(string(r.header.Get(mime.MozillaStatus)))
	n, err := strconv.ParseUint(raw, 16, 32)
	return err == nil && n&deleted != 0
}

// labels reads Gmail's labels. Mail that has any of those left out is left out.
func (r *reading) labels(raw []byte) folder {
	if f, ok := r.labelled[string(raw)]; ok {
		return f
	}
	found := anywhere
	for label := range strings.SplitSeq(r.dec.Text(raw), ",") {
		f := folderNames[network.Fold(label)]
		if f.leftOut() != "" || found == anywhere {
			found = f
		}
	}
	if len(r.labelled) < maxLists && len(raw) < 500 {
		r.labelled[string(raw)] = found
	}
	return found
}
