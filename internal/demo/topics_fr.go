package demo

import "entregent/internal/network"

var frenchVoice = voice{
	lang: "fr",
	topics: []topic{
		{
			subject: "Le devis pour l’atelier",
			tell: []string{
				"J’ai repris le devis ligne par ligne, il tient maintenant sur deux pages.",
				"Le client a signé ce matin, on commence le 15.",
				"Petite mise à jour sur l’atelier de mars : la salle est réservée et le traiteur confirmé.",
			},
			ask: []string{
				"[Peux-tu|Pouvez-vous] relire le devis avant jeudi ?",
				"Qui dans [ton|votre] équipe pourrait venir animer la matinée avec moi ?",
			},
			answer: []string{
				"C’est relu, j’ai juste changé l’ordre des deux premières lignes.",
				"Solène serait ravie d’animer la matinée, je lui en ai déjà parlé.",
			},
			meet: "Point sur l’atelier",
		},
		{
			subject: "Une stagiaire pour le printemps",
			tell: []string{
				"Nous accueillons une stagiaire d’avril à septembre, elle a choisi les données d’énergie.",
				"La candidate que [tu m’avais|vous m’aviez] signalée a fait très bonne impression.",
			},
			ask: []string{
				"[Connais-tu|Connaissez-vous] quelqu’un qui cherche un stage de six mois, à partir d’avril ?",
				"Est-ce que [ton|votre] école envoie encore ses étudiants en entreprise au printemps ?",
			},
			answer: []string{
				"J’en parle à ma nièce, elle finit son master en juin.",
				"Oui, je fais passer l’annonce à la promotion, deux profils pourraient convenir.",
			},
			meet: "Entretien stage",
		},
		{
			subject: "La maison de juillet",
			tell: []string{
				"Nous avons trouvé une petite maison près de Cancale, avec un jardin pour les enfants.",
				"La mer était à quatorze degrés mais les enfants s’en moquaient bien.",
			},
			ask: []string{
				"[Tu n’aurais|Vous n’auriez] pas une adresse de location en Bretagne pour la deuxième quinzaine de juillet ?",
				"[Tu pars|Vous partez] toujours du côté de Belle-Île cet été ?",
			},
			answer: []string{
				"Nos voisins louent une longère près de Paimpol, je [te|vous] donne leur numéro.",
				"Oui, comme chaque année, et la porte [t’|vous ]est ouverte si [tu passes|vous passez] par là.",
			},
			meet: "Café, photos de vacances",
		},
		{
			subject: "Le colloque de novembre",
			tell: []string{
				"Le programme du colloque est en ligne, nous passons juste après le déjeuner.",
				"La salle était pleine et les questions ont duré une demi-heure de plus que prévu.",
			},
			ask: []string{
				"[Accepterais-tu|Accepteriez-vous] de parler vingt minutes au colloque de novembre ?",
				"[As-tu|Avez-vous] encore les diapositives de l’an dernier ?",
			},
			answer: []string{
				"Avec plaisir, à condition de passer le matin.",
				"Je les ai retrouvées, elles partent dans le prochain message.",
			},
			meet: "Préparation du colloque",
		},
		{
			subject: "Dossier de financement",
			tell: []string{
				"Le dossier est déposé, réponse de la région avant la fin du mois.",
				"La banque nous suit sur les deux tiers, il reste à convaincre la fondation.",
			},
			ask: []string{
				"Qui faut-il appeler à la région pour savoir où en est le dossier ?",
				"[Pourrais-tu|Pourriez-vous] jeter un œil au plan de trésorerie ?",
			},
			answer: []string{
				"La personne à appeler est Mme Castelot, de ma part, elle est très accessible.",
				"Le plan est solide, j’ajouterais seulement un scénario plus prudent pour l’hiver.",
			},
			meet: "Relecture du dossier",
		},
		{
			subject: "Les enfants",
			tell: []string{
				"Lucie a passé sa ceinture orange de judo samedi, elle ne l’enlève plus.",
				"Le petit marche depuis une semaine, plus rien n’est à l’abri dans le salon.",
				"Théo a eu son bac avec mention, on respire enfin.",
			},
			ask: []string{
				"Comment s’est passée la rentrée de [ton|votre] aînée ?",
				"Est-ce que [ton|votre] fils joue toujours au hand le mercredi ?",
			},
			answer: []string{
				"Très bien, elle a retrouvé ses amies et adore déjà son professeur d’histoire.",
				"Toujours, et nous passons nos dimanches dans les gymnases.",
			},
			meet: "Goûter avec les enfants",
		},
		{
			subject: "Changement de poste",
			tell: []string{
				"Je quitte l’agence fin mars pour rejoindre une équipe plus petite, c’est décidé.",
				"Premiers jours dans le nouveau poste : beaucoup de visages et un très bon café.",
			},
			ask: []string{
				"[Tu aurais|Vous auriez] une demi-heure pour me dire comment ça se passe chez [toi|vous] ?",
				"Est-ce que [ton|votre] équipe recrute encore cette année ?",
			},
			answer: []string{
				"Bien sûr, jeudi à midi si cela convient, je raconterai tout.",
				"Oui, deux postes ouvrent en septembre, je préviens la responsable.",
			},
			meet: "Déjeuner, nouveau poste",
		},
		{
			subject: "L’assemblée de l’association",
			tell: []string{
				"L’assemblée aura lieu le 12 à la maison de quartier, on finira par un buffet.",
				"Soixante adhérents cette année, on n’avait jamais été aussi nombreux.",
			},
			ask: []string{
				"[Veux-tu te|Voulez-vous vous] présenter au conseil cette année ?",
				"Qui peut apporter un vidéoprojecteur mardi soir ?",
			},
			answer: []string{
				"Cette année je passe mon tour, mais je tiendrai la buvette.",
				"Je prends le vidéoprojecteur et les rallonges.",
			},
			meet: "Conseil de l’association",
		},
		{
			subject: "Un livre qui pourrait plaire",
			tell: []string{
				"J’ai fini le roman sur les phares, je le laisse à l’accueil avec [ton|votre] nom dessus.",
				"La librairie du canal reçoit l’autrice vendredi soir, il reste des places.",
			},
			ask: []string{
				"Comment s’appelait le livre dont [tu parlais|vous parliez] l’autre soir ?",
			},
			answer: []string{
				"C’était « Les marées lentes », je [te|vous] le prête quand on se voit.",
			},
			meet: "Soirée à la librairie",
		},
	},
	hello: []string{"[Salut|Bonjour] ", "Bonjour ", "[Coucou|Bonjour] ", "[Salut|Bonjour] "},
	bye:   []string{"Bonne journée,", "[Bises|Cordialement],", "À bientôt,", "[Je t’embrasse|Bien à vous],", "Bonne fin de semaine,"},
	chat: [][2]string{
		{"[Tu as|Vous avez] vu le score hier soir ? Quelle fin de match", "Oui, quelle soirée ! On en reparle de vive voix"},
		{"Bien arrivés, la route était calme", "Ouf, bonne nuit à toute la maison"},
		{"Je passe devant [ton|votre] bureau, je pensais à [toi|vous]", "Ça fait plaisir à lire, bonne soirée à [toi|vous]"},
		{"Les photos de samedi sont dans le dossier partagé", "Je les regarde ce soir avec les enfants"},
		{"On a trouvé une date pour le dîner : le 14", "Le 14 c’est bon, j’apporte le dessert"},
		{"Le train a du retard, je serai là vers dix heures", "Pas de souci, je suis là toute la matinée"},
		{"Bravo pour l’article, il est très clair", "Ça me touche, la fin m’a donné du mal"},
		{"[Tu es|Vous êtes] dans le coin jeudi midi ?", "Jeudi je suis à Paris, mais vendredi avec plaisir"},
		{"Je garde la recette, tout le monde en a repris", "Le secret, c’est le beurre salé"},
	},
	echo: []string{
		"Bonne nouvelle, ça fait plaisir à lire.",
		"C’est noté, on en reparle de vive voix.",
		"Je suis de tout cœur avec [toi|vous], et j’attends la suite.",
		"Voilà qui me réjouit, j’en parle autour de moi.",
		"Je lis cela entre deux trains et je souris.",
	},
	thanks: []string{
		"Un grand merci pour [ton|votre] aide, elle m’a fait gagner des semaines.",
		"Merci beaucoup pour la mise en relation, nous avons déjeuné hier et le courant est passé.",
		"Je [te|vous] remercie pour [ta|votre] recommandation, elle m’a vraiment touchée.",
		"Merci encore pour [ton|votre] conseil : j’ai suivi le deuxième chemin et c’était le bon.",
	},
	wishes: []string{"Que cette nouvelle année soit douce pour vous et pour ceux que vous aimez. Ici, beaucoup de projets et un potager qui démarre."},
	recommend: []string{
		"Camille a repris notre projet au pire moment et l’a conduit au port sans hausser la voix. Je referais équipe avec elle demain.",
		"Ce que Camille promet, elle le tient, et elle dit non quand il le faut. C’est rare et précieux.",
		"Deux ans de travail ensemble : de l’écoute, de la méthode, et beaucoup de bonne humeur.",
	},
	howMet: []string{
		"rencontre au salon de l’économie sociale", "voisins de palier rue des Carmes", "même promotion à l’école", "chez Odile, un soir de mai",
		"collègues pendant trois ans", "par le chœur du jeudi", "sur le projet des écoles rurales", "parents d’élèves, classe de CE1",
	},
	interests: []string{
		"une fille qui commence le judo", "court le semi-marathon de Vannes", "restaure un vieux voilier", "chante dans un chœur", "un fils qui passe le bac cette année",
		"cultive des tomates anciennes", "apprend le breton", "collectionne les cartes marines", "vient d’adopter un chien, Ficelle", "joue du hautbois", "prépare un voyage au Québec à vélo",
	},
	notes: []string{
		"Bonjour Camille, votre exposé sur les coopératives m’a donné envie d’en savoir plus. Au plaisir d’échanger.",
		"Bonjour Camille, nous étions à la même table mardi soir. Au plaisir de rester en lien.",
	},
	favours: map[network.FavourKind][]string{
		network.Advice:       {"conseil sur le bail du bureau", "comment présenter le budget au conseil", "relecture du contrat avant signature"},
		network.Information:  {"appel à projets de la région, date limite en mai", "un poste qui s’ouvre à la métropole"},
		network.Introduction: {"mise en relation avec la directrice du théâtre", "présentation à l’équipe de la médiathèque"},
		network.Referral:     {"un premier client pour l’atelier de printemps", "la mission des écoles rurales"},
		network.Service:      {"garde des enfants pendant le séminaire", "traduction d’une page en anglais", "prêt de la camionnette"},
		network.Invitation:   {"invitation à la soirée des coopératives", "une place pour le concert du chœur"},
		network.Support:      {"de longues conversations pendant le déménagement", "une présence fidèle cet hiver-là"},
		network.Gift:         {"un pot de miel de ses ruches", "« Les marées lentes », avec une dédicace"},
	},
}
