package capture

// classes are the sets of words that patterns name.
var classes = map[string]map[string]bool{
	"child": words(`fille filles fils enfant enfants gamin gamine gosse gosses bebe jumeaux jumelles petit petite petits aine ainee cadet cadette benjamin benjamine
		ado ados fiston gendre bru petits-enfants daughter daughters son sons kid kids child children baby twins toddler boy girl eldest youngest teenager grandson granddaughter grandchildren`),
	"kin": words(`femme mari epouse epoux conjoint conjointe compagne compagnon copain copine pere mere papa maman parents frere soeur freres soeurs cousin cousine oncle tante
		neveu niece grand-mere grand-pere mamie papi belle beau wife husband partner spouse father mother dad mum mom parents brother sister brothers sisters uncle aunt nephew niece
		grandmother grandfather grandma grandpa boyfriend girlfriend fiance fiancee family famille`),
	"role": words(`associe associee patron patronne boss chef cheffe manager directeur directrice dg pdg drh dsi daf collegue collaborateur collaboratrice ami amie copain copine
		voisin voisine client cliente fournisseur comptable avocat avocate notaire banquier banquiere redac equipe editeur editrice redacteur redactrice responsable recruteur recruteuse banquiere consultant consultante developpeur developpeuse investisseuse maire adjoint adjointe elu elue coach mentor prof professeur medecin kine soeur frere femme mari pere mere cousin cousine fille fils beau belle
		colleague partner boss manager director head ceo cto cfo coo friend neighbour neighbor client customer accountant lawyer solicitor banker editor agent publisher team
		sister brother wife husband father mother daughter son mate assistant investor investisseur chair chairman chairwoman trustee recruiter consultant developer designer mentor coach teacher doctor dean principal supervisor landlord chef supplier`),
	"poss": words(`sa son ses leur leurs his her their`),
}

// adverbs may stand between any two words of a cue.
var adverbs = words(`bien deja aussi gentiment vraiment tres toujours beaucoup super encore enfin juste egalement finalement recemment souvent plutot tout toutes actuellement
	maintenant vite rapidement peut-etre desesperement activement kindly also just really very even still always now finally currently recently actively desperately urgently
	already quite once so quickly nicely surement sans doute probably`)

// common are capitalised words that begin lines and sentences and are no names,
// beside those that begin a cue.
var common = words(`le la les un une des du de et ou mais donc or ni car il elle ils elles je j on nous vous tu ce cet cette ces ca c sa son ses mon ma mes leur leurs
	a au aux en dans par pour sur avec sans chez vers entre depuis pendant apres avant hier demain aujourd aujourdhui avant-hier matin midi soir merci bonjour ok ras oui non
	projet rien tout toute tous sinon puis ensuite alors aussi bref note nb ps cf etre faire voir penser demander rappeler envoyer bonne bon belle beau super grosse petit petite
	the an and but so or if he she they we i it is was are has had his her their my our your this that these those at in on for from with to of by about after before since
	yesterday today tomorrow last next thanks thank nothing ok yes no not also then great good nice quick long short maybe remember project party school trade networking
	fete soiree reunion conference salon atelier seminaire colloque cocktail gala diner dejeuner cafe the verre apero visio appel mail message sms lettre
	january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday
	janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre lundi mardi mercredi jeudi vendredi samedi dimanche noel paques christmas easter
	linkedin facebook whatsapp instagram zoom teams skype facetime signal telegram slack twitter xing viadeo meet google
	cv rh drh hr ceo cto pdg dg cci ca pv cdi cdd btp tva erp crm tgv sncf ape rdv rv tel vp usa uk eu ue ai ia tv pc bbc nhs
	francais anglais italien espagnol allemand portugais japonais chinois arabe russe french english italian spanish german portuguese japanese chinese arabic russian
	mr mrs ms miss mme mlle dr docteur monsieur madame maitre mon papa maman`)

// organisations are words that a name with them in it is no person’s.
var organisations = words(`banque bank sa sarl sas sasu eurl scop ltd llc inc plc gmbh ag group groupe holding studio studios agence agency cabinet atelier club association asso
	mairie ville region departement metropole universite university college lycee ecole school institut institute hopital hospital clinique fondation foundation ministere
	office company co corp corporation societe chambre chamber council conseil federation syndicat union radio opera theatre museum musee festival salon fair forum hotel bistrot
	bistro brasserie restaurant cafe bar pub inn gare station airport aeroport street rue avenue place boulevard square road park parc stade stadium tower tour centre center market
	marche saint st college hall house maison palais chateau castle marathon cup coupe ligue league noel eve green day`)

// firstNames are some first names by which an unknown person is told from a
// place or a company.
var firstNames = words(`adele adrien agathe agnes ahmed aicha alain alban albert alex alexandra alexandre alexia alexis alice alison aline amandine amelia amelie amina amir amy ana anais andre andrea
	andrew angela angelique anita ann anna anne annie anthony antoine antonio armand arnaud arthur astrid audrey aurelie aurelien axel barbara baptiste bastien beatrice ben benedicte benjamin benoit
	bernadette bernard bertrand bill bob boris brahim brian brigitte bruce bruno camille carl carla carlos carmen carole caroline caroline cassandra catherine cecile cedric celine celia chantal charles
	charlie charlotte chloe chris christelle christian christiane christine christophe christopher claire clara claude claudia claudine clemence clement coralie corentin corinne cyril cyrille damien
	dan daniel daniela daniele danielle dave david deborah delphine denis denise dennis diana diane didier dominique donald dora dorian dorothee edouard edith edward elena eleonore eliane elena eli elias elisa
	elisabeth elise elizabeth ella ellen elodie eloise elsa emeline emilie emily emma emmanuel emmanuelle enzo eric erica erik ernest estelle esther ethan etienne eugene eva evelyne fabien fabienne
	fabrice farid fatima fatou felix ferdinand fernand fiona florence florent florian france francine francis franck francois francoise frank fred frederic frederique gabriel gabrielle gael gaelle
	gary gaspard gauthier genevieve geoffrey george georges gerald gerard gerald germain ghislaine gilbert gilles gillian giovanni gisele gordon grace graham gregoire gregory guillaume gustave guy
	gwenaelle habib hakim hamid hannah hans harold harriet harry hassan heather hector helen helena helene henri henry herve hocine hortense hubert hugh hugo hugues ian ibrahim ida ines ingrid irene iris
	isabel isabella isabelle isla ismael ivan jack jacob jacqueline jacques jade jake james jamie jane janet janine jasmine jason jean jeanne jeannine jeff jennifer jenny jeremie jeremy jerome jessica
	jessie jim jo joan joanna joao joel joelle joe johan johanna john johnny jonas jonathan jordan jose joseph josephine joshua josiane juan judith jules julia julian julie julien juliette justin justine
	kader kamel karen karim karima karine karl kate katherine kathryn katia katie keith kelly kenneth kenza kevin kim khadija khaled kylie laetitia laila lamia lara laura laure laurence laurent laurie layla lea
	leila lena leo leon leonard leonie leslie leyla lia liam lila lilian lily linda lionel lisa loic lola lorenzo lou louis louise luc luca lucas lucie lucien lucille lucy ludovic luis luke lydia lynn
	mael maelle magali mahmoud malcolm malik malika manon manuel marc marcel margaret margaux margot maria mariam marianne marie marina marine mario marion marius mark martha martin martine mary
	mathieu mathilde mathis matthew matthias matthieu maud maurice max maxence maxime megan mehdi melanie melissa michael michaela michel michele micheline michelle miguel mike milena mireille miriam
	mohamed mohammed moira molly momo monica monique morgan morgane mourad muriel murielle myriam nabil nadege nadia nadine nancy naomi natacha natalia natalie natasha nathalie nathan neil nelly nicholas
	nick nicolas nicole nigel nina olga irina natasa svetlana dmitri sergei andrei igor yuri pavel jan piotr anna kasia agnieszka marek tomasz bjorn lars sven ingrid astrid freya klaus jurgen heinz ursula dieter wolfgang greta heidi giulia luca marco matteo paolo chiara francesca alessandro pilar javier jorge lucia rafa diego sofia beatriz thiago wei mei li jun yuki kenji haruto sakura ravi anil sunil deepak pooja anjali arjun sanjay vikram aisha fatoumata mamadou ousmane moussa aminata awa cheikh issa binta kofi kwame ama tunde chidi ngozi bola nkechi yusuf mustafa emre elif ayse zeynep tariq hussein leyla reza parisa dariush nasrin josiane jocelyne ginette huguette odile ariane capucine apolline eloi achille gaston anatole lison noa noah noel noelle noemie nora norbert nour oceane odette odile oliver olivia olivier omar oscar owen pablo pamela pascal pascale patrice patricia patrick paul paula
	pauline pedro peggy penelope peter phil philip philippe philippine pierre pierrick priya quentin rachel rachid rafael raj ralph ramon raoul raphael raphaelle raymond rebecca regine regis remi remy renaud rene
	renee ricardo richard rita rob robert roberta robin rodolphe roger roland romain romane ron rosa rosalie rose roxane ruben ruth ryan sabine sabrina sacha said salim sally salma sam samantha samia samir
	samuel sandra sandrine sandy sara sarah sasha saskia scott sean sebastian sebastien selma serge sergio severine sharon sheila sidonie simon simone sofia sofiane solange solene sonia sophia sophie
	stan stanislas stella stephane stephanie stephen steve steven stuart sue susan suzanne sven sybille sylvain sylvia sylvie tania tanguy tara ted teresa thea theo theodore therese thibault thibaut thierry
	thomas tim timothee timothy tina titouan tobias tom tony tristan ugo ulysse ursula valentin valentina valerie vanessa vera veronique victor victoria vincent violette virginie vivian viviane vladimir walter
	wendy wilfried will william xavier yacine yann yannick yasmina yasmine yoann yohan yolande youssef yves yvette yvonne zach zachary zahra zakaria zara zelie zineb zoe`)
