package demo

import (
	"strconv"
	"strings"
)

// A culture is what names, towns and work look like on one side of the Channel.
type culture struct {
	lang     string
	women    []string
	men      []string
	heads    []string // of surnames
	tails    []string
	towns    []place
	cafes    []string // where people meet
	jobs     []string // woman|man where they differ
	orgKinds []string // before or, with a leading space, after a root
}

type place struct{ town, country string }

var frenchCulture = culture{
	lang: "fr",
	women: list(`Adèle Agathe Alix Annick Aude Aurore Bérénice Blandine Capucine Cécile Clarisse Coralie Delphine Éloïse Émeline Esther Fanny Faustine Flavie Gaëlle
		Garance Hélène Inès Joséphine Judith Katell Laure Léonie Lise Lou Maëlle Maïwenn Manon Mathilde Nadège Nolwenn Noémie Odile Pauline Perrine Rozenn Salomé
		Sidonie Solène Suzanne Tiphaine Yasmine Ysé Yvonne Zoé`),
	men: list(`Adrien Alexis Antonin Armel Aurélien Baptiste Bastien Benoît Brieuc Corentin Cyprien Denis Édouard Elouan Erwan Étienne Fabrice Félix Florian Gaël
		Gildas Goulven Grégoire Guénolé Hervé Hippolyte Jules Karim Kévin Léandre Loïc Lucas Malo Marius Mathurin Maël Mehdi Nathan Octave Pierrick Rémi Ronan
		Samir Tanguy Théo Thibault Tristan Ulysse Yann Youenn Yves`),
	heads: list(`Aub Bar Bel Berth Bois Bouch Castel Chab Champ Cord Dal Desm Dubr Fab Faug Garn Gauth Gir Her Jal Jour Kerm Lanv Lav Lem Malv Marqu Maur Morv
		Nav Perr Pich Pouz Ram Rav Rich Rouv Sab Sarr Tal Thib Valm Vaur Verd Vill`),
	tails: list(`aud eau elin ier ouet ot oux ellier ignac eret andier ontel asset evin omier`),
	towns: []place{{"Rennes", "FR"}, {"Nantes", "FR"}, {"Lyon", "FR"}, {"Grenoble", "FR"}, {"Lille", "FR"}, {"Tours", "FR"}, {"Angers", "FR"}, {"Bordeaux", "FR"}, {"Vannes", "FR"},
		{"Brest", "FR"}, {"Dijon", "FR"}, {"Annecy", "FR"}, {"Saint-Malo", "FR"}, {"Paris", "FR"}, {"Québec", "CA"}, {"Montréal", "CA"}, {"Sherbrooke", "CA"}, {"Rimouski", "CA"}},
	cafes: []string{"Café des Carmes", "La Criée", "Le Petit Port", "Halles centrales", "Crêperie du Canal", "Jardin des Plantes", "Chez Odile", "Brasserie de la Gare", "Bibliothèque municipale"},
	jobs: list(`chargée_de_mission|chargé_de_mission architecte comptable infirmière|infirmier consultante|consultant journaliste directrice|directeur développeuse|développeur
		libraire enseignante|enseignant ingénieure|ingénieur responsable_de_projets avocate|avocat urbaniste graphiste maraîchère|maraîcher notaire traductrice|traducteur
		menuisière|menuisier cheffe_de_produit|chef_de_produit bibliothécaire fleuriste`),
	orgKinds: []string{"Atelier ", "Cabinet ", "Studio ", "Coopérative ", "Maison ", "Agence ", "Fondation ", "Librairie ", " Conseil", " Énergies", " Éditions", " et Associés"},
}

var englishCulture = culture{
	lang: "en",
	women: list(`Abigail Alison Aoife Beatrice Bethan Bridget Caitlin Catrin Ciara Claire Daphne Deirdre Eilidh Eleanor Elspeth Fiona Freya Gemma Grainne Hazel Heather
		Imogen Isla Jemima Kirsty Lorna Maeve Mairi Megan Morag Nerys Niamh Nuala Oonagh Orla Phoebe Rhiannon Roisin Rosalind Rowena Saoirse Seren Sinead Siobhan
		Tamsin Una Verity Winifred`),
	men: list(`Aidan Alasdair Alun Angus Barnaby Brendan Callum Cathal Ciaran Cormac Darragh Declan Dermot Dylan Eamon Emlyn Euan Ewan Fergus Finlay Gareth Gethin
		Hamish Hugh Idris Iestyn Jarlath Kieran Lachlan Lorcan Malachy Murdo Niall Oisin Oscar Padraig Piers Rhodri Rhys Rory Ruairi Seamus Tadhg Tobias Tomos
		Torquil Tudor Wilfred`),
	heads: list(`Ash Barn Bick Brock Burn Cald Carn Clay Cran Dal Den Eas Fair Farn Garth Hal Harb Hart Hol Keld Kirk Lang Led Marl Mil North Oak Pem Prest Rad Sel
		Shel Stan Thorn Tor Wald War Wes Whit Wood`),
	tails: list(`bury combe croft den dale field ham ley more ton well worth wick stow mere`),
	towns: []place{{"Bristol", "GB"}, {"Leeds", "GB"}, {"York", "GB"}, {"Bath", "GB"}, {"Norwich", "GB"}, {"Exeter", "GB"}, {"Edinburgh", "GB"}, {"Cardiff", "GB"}, {"London", "GB"},
		{"Galway", "IE"}, {"Cork", "IE"}, {"Dublin", "IE"}, {"Dingle", "IE"}},
	cafes: []string{"The Copper Kettle", "Mill Lane Café", "The Harbour Room", "Station Buffet", "The Old Bakery", "Botanic Garden", "The Thursday Inn", "City Library"},
	jobs: list(`project_manager architect accountant nurse consultant journalist director developer bookseller teacher engineer solicitor town_planner designer
		market_gardener translator joiner product_lead librarian florist`),
	orgKinds: []string{" Partners", " Studio", " & Co", " Trust", " Works", " Press", " Energy", " Architects", " Books", " Foundation", " Lane Group", " Collective"},
}

// roots are what organisations are called after, in either language.
var roots = list(`Boréal Kermor Lumen Alizé Belvédère Cormoran Estran Farandole Garrigue Hirondelle Iroise Jasmin Lanterne Mistral Nacelle Opaline Passerelle Quartz Rivage
	Sarrasin Tilleul Vigie Zéphyr Ardoise Bruyère Clairière Douve Embrun Fougère Thistle Harrow Larkfield Meadow Pebble Quayside Rowan Saltmarsh Teasel Underhill
	Wren Yarrow Alder Bracken Curlew Driftwood Elder Fallow Gannet Heron Ivybridge`)

func list(s string) []string { return strings.Fields(s) }

// surname returns the i-th surname: each head comes with each tail before one
// comes again.
func (c *culture) surname(i int) string {
	return c.heads[i%len(c.heads)] + c.tails[i/len(c.heads)%len(c.tails)]
}

// organisation returns the i-th organisation's name.
func (c *culture) organisation(i int) string {
	at, round := i%len(roots), i/len(roots)
	root, kind := roots[at], c.orgKinds[(5*at+round)%len(c.orgKinds)]
	name := root + kind
	if kind[0] != ' ' {
		name = kind + root
	}
	if n := i / (len(roots) * len(c.orgKinds)); n > 0 {
		name += " " + strconv.Itoa(n+1)
	}
	return name
}

// job returns the i-th job as it is called for a woman or a man.
func (c *culture) job(i int, woman bool) string {
	she, he, differ := strings.Cut(c.jobs[i%len(c.jobs)], "|")
	if differ && !woman {
		she = he
	}
	return strings.ReplaceAll(she, "_", " ")
}
