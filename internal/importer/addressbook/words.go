package addressbook

import (
	"strings"

	"entregent/internal/network"
)

// A meaning is what the name of a column says.
type meaning struct {
	field Field
	label string
	set   string // columns of one set and number belong together: one address, one number and its label
}

// meanings holds every name known, folded and without numbers.
var meanings = readMeanings(vocabulary)

func readMeanings(text string) map[string]meaning {
	m := map[string]meaning{}
	for line := range strings.Lines(text) {
		what, names, ok := strings.Cut(strings.TrimSpace(line), " = ")
		if !ok {
			continue
		}
		f := strings.Split(what+"::", ":")
		for name := range strings.SplitSeq(names, "|") {
			m[network.Fold(name)] = meaning{Field(strings.TrimPrefix(f[0], "other")), f[1], f[2]}
		}
	}
	return m
}

// vocabulary lists what programs and people call their columns, in English and
// French: field:label:set = names. Case, accents, punctuation and numbers do
// not count. It covers Google (both layouts), Outlook, Thunderbird, the LinkedIn
// export of before 2017, and the small tools that people leave. The names for
// Viadeo, Xing, Dex and their like were not seen in a file of theirs.
const vocabulary = `
name = Name | Full Name | Display Name | Contact Name | Contact | Nom complet | Nom à afficher | Nom affiché | Nom d'affichage | Nom et prénom | Prénom et nom | Vorname Nachname
given_name = First Name | Given Name | Forename | First | Prénom | Prénoms | Vorname
middle_name = Middle Name | Additional Name | Middle | Deuxième prénom | Autres prénoms
family_name = Last Name | Family Name | Surname | Last | Nom de famille | Nachname
prefix = Name Prefix | Prefix | Salutation | Civilité | Préfixe
suffix = Suffix | Name Suffix | Suffixe
nickname = Nickname | Nick | Short Name | Surnom | Pseudo | Alias
former_name = Maiden Name | Nom de jeune fille | Nom de naissance

organisation::org = Company | Organization | Organisation | Company Name | Employer | Current Company | Organization Name | Société | Entreprise | Employeur | Firma | Unternehmen | Companies
title::org = Job Title | Position | Role | Organization Title | Function | Current Position | Occupation | Profession | Poste | Fonction | Intitulé du poste | Headline
department::org = Department | Organization Department | Service | Département (organisation) | Direction
label::org = Organization Type | Organization Label

email::email = Email | Emails | E-mail | E-mail Address | Email Address | Email Addresses | Mail | Mail Address | E-mail Value | Primary Email | Secondary Email | Additional Email | Courriel | Courriels | Mél | Adresse e-mail | Adresse email | Adresse mail | Adresse électronique | Adresse de messagerie | Adresse de courriel | Première adresse électronique | Adresse électronique secondaire | Adresse électronique principale | Adresse courriel principale | Adresse courriel secondaire
email:home:email home = Email Home | Home Email | Personal Email | E-mail personnel | Courriel personnel | Email perso
email:work:email work = Email Work | Work Email | Business Email | Professional Email | E-mail professionnel | Courriel professionnel | Email pro
email:other:email other = Email Other | Other Email
label::email = E-mail Type | E-mail Label | Type de messagerie
known_name::email = E-mail Display Name | Nom complet de l'adresse de messagerie

phone::phone = Phone | Phones | Phone Number | Phone Numbers | Telephone | Tel | Phone Value | Primary Phone | Téléphone | Téléphones | Numéro de téléphone | Téléphone principal | Telefon
phone:mobile:phone mobile = Mobile Phone | Mobile | Cell | Cell Phone | Mobile Number | Home Mobile | Phone Mobile | Tél. mobile | Téléphone mobile | Téléphone portable | Portable | GSM
phone:home:phone home = Home Phone | Phone Home | Téléphone (domicile) | Tél. personnel | Téléphone personnel | Tél. domicile | Téléphone fixe
phone:work:phone work = Business Phone | Work Phone | Phone Work | Téléphone (bureau) | Tél. professionnel | Téléphone professionnel | Tél. bureau
phone:car:phone car = Car Phone | Téléphone (voiture)
phone:other:phone other = Other Phone | Phone Other | Téléphone (autre)
other = Photo | File As | Fax | Fax Number | Home Fax | Business Fax | Work Fax | Other Fax | Télécopie | Télécopie (bureau) | Télécopie (domicile) | Télécopie (autre) | Numéro de fax | Pager | Pager Number | Récepteur de radiomessagerie | Assistant's Phone | Téléphone de l'assistant(e) | Company Main Phone | Téléphone société | Callback | Rappel | ISDN | RNIS | Telex | Télex | TTY/TDD Phone | Téléphone TDD/TTY | Radio Phone | Radio téléphone | Phone Video
label::phone = Phone Type | Phone Label

street:home:home = Home Street | Home Address | Rue (domicile) | Adresse privée | Adresse personnelle
box:home:home = Home Address PO Box | Boîte postale du domicile
city:home:home = Home City | Ville (domicile) | Ville personnelle
region:home:home = Home State | Dép/Région (domicile) | Pays/État (domicile)
postcode:home:home = Home Postal Code | Home Zip | Home ZipCode | Code postal (domicile)
country:home:home = Home Country | Home Country/Region | Pays (domicile) | Pays/Région (domicile)
street:work:work = Business Street | Work Street | Work Address | Business Address | Rue (bureau) | Adresse professionnelle
box:work:work = Business Address PO Box | B.P. professionnelle
city:work:work = Business City | Work City | Ville (bureau) | Ville professionnelle
region:work:work = Business State | Work State | Dép/Région (bureau)
postcode:work:work = Business Postal Code | Work Zip | Work ZipCode | Code postal (bureau)
country:work:work = Business Country | Work Country | Business Country/Region | Pays (bureau) | Pays/Région (bureau)
street:other:other = Other Street | Rue (autre)
box:other:other = Other Address PO Box | Autre boîte postale
city:other:other = Other City | Ville (autre)
region:other:other = Other State | Dép/Région (autre)
postcode:other:other = Other Postal Code | Other Zip | Code postal (autre)
country:other:other = Other Country | Other Country/Region | Pays (autre) | Pays/Région (autre)
street::address = Street | Street Address | Address | Addresses | Address Street | Rue | Adresse | Adresse postale
extra::address = Address Extended Address | Complément d'adresse
box::address = Address PO Box | PO Box | Boîte postale
city::address = City | Town | Address City | Ville | Commune
region::address = Region | State | Address Region | Province | Région
postcode::address = Postal Code | Zip | Zip Code | Postcode | Address Postal Code | Code postal | CP
country::address = Country | Address Country | Pays
formatted::address = Address Formatted
label::address = Address Type | Address Label
town = Location | Localisation

birthday = Birthday | Birth Date | Date of Birth | Birthdate | Birthday Current Year | Date de naissance | Naissance | Anniversaire
birth_year = Birth Year | Année de naissance
birth_month = Birth Month | Mois de naissance | Mois
birth_day = Birth Day | Jour de naissance | Jour
anniversary = Anniversary | Wedding Anniversary | Anniversaire de mariage ou fête | Anniversaire de mariage

url::website = Website | Web Page | Personal Web Page | URL | Url | Profile URL | Website Value | Homepage | Web Page 1 | Sites | Profiles | Site web | Page Web | Site internet | Site | LinkedIn | LinkedIn URL | LinkedIn Profile | Profil LinkedIn
url:blog:website blog = Website Blog
url:home page:website home = Website Home Page
url:other:website other = Website Other
url:profile:website profile = Website Profile
url:work:website work = Website Work | Business Web Page
label::website = Website Type | Website Label
im:aim = IM Aim | Screen Name | AIM | Pseudo AIM
im:icq = IM Icq | ICQ
im:xmpp = IM Jabber | Jabber | XMPP
im:msn = IM Msn | MSN
im:skype = IM Skype | Skype
im:yahoo = IM Yahoo | Yahoo
im:telegram = Telegram | Telegram Username
im::im = IM Value | IM Address | Instant Messaging
label::im = IM Service
account:x = Twitter | Twitter Handle | X Handle
account:facebook = Facebook
account:instagram = Instagram

note = Notes | Note | Comments | Background | Remarques | Commentaire | Commentaires | Description
tag = Categories | Category | Labels | Group Membership | Groups | Group | Tags | Tag | Keywords | Catégories | Catégorie | Groupe | Groupes | Étiquettes | Mots clés
interest = Hobby | Hobbies | Interests | Passe-temps | Loisirs | Centres d'intérêt
language = Language | Languages | Langue | Langues
related:spouse = Spouse | Partner | Conjoint(e) | Conjoint
related:child = Children | Child | Enfants
related:manager = Manager's Name | Manager | Responsable
related:assistant = Assistant's Name | Assistant | Nom de l'assistant(e)
related::relation = Relation Value
label::relation = Relation Type | Relation Label
introduced = Referred By | Introduced By | Recommandé par | Présenté par
event::event = Event Value
label::event = Event Type | Event Label
other::custom = Custom Field Value
label::custom = Custom Field Type | Custom Field Label
`
