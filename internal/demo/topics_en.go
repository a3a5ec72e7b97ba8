package demo

import "entregent/internal/network"

var englishVoice = voice{
	lang: "en",
	topics: []topic{
		{
			subject: "The spring workshop",
			tell: []string{
				"The room is booked and the caterer has confirmed, so we are on for the 15th.",
				"I went through the budget again and it now fits on a single page.",
				"The client signed this morning, which makes the spring a good deal easier.",
			},
			ask: []string{
				"Could you look over the outline before Thursday?",
				"Who on your side would be the right person to run the morning with me?",
			},
			answer: []string{
				"I have read it and only moved the two opening points around.",
				"Morag would be glad to run the morning, I have already mentioned it to her.",
			},
			meet: "Workshop planning",
		},
		{
			subject: "Someone for six months",
			tell: []string{
				"We have a student with us from April and she has taken on the energy data.",
				"The candidate you mentioned made a very good impression on everyone.",
			},
			ask: []string{
				"Do you know anybody who is looking for a placement from April?",
				"Does your college still send students out in the spring?",
			},
			answer: []string{
				"I will ask my niece, she finishes her degree in June.",
				"It does, and I have passed the note around the final year.",
			},
			meet: "Chat about the placement",
		},
		{
			subject: "The cottage in July",
			tell: []string{
				"We have found a small place near Dingle with a garden for the children.",
				"The sea was freezing but that did not keep the children out of it.",
			},
			ask: []string{
				"Would you happen to know of a cottage for the second half of July?",
				"Are you going back to the islands this summer?",
			},
			answer: []string{
				"Our neighbours let theirs out, here is their number.",
				"We are, as every year, and the door is open if you are anywhere near.",
			},
			meet: "Coffee and holiday photos",
		},
		{
			subject: "Your talk in November",
			tell: []string{
				"The programme is out and we are on straight after lunch.",
				"The room was full and the questions ran half an hour over.",
			},
			ask: []string{
				"Would you be willing to speak for twenty minutes at the November meeting?",
				"Do you still have the slides from last year?",
			},
			answer: []string{
				"I would love to, as long as it is in the morning.",
				"I have found them and they are on their way to you.",
			},
			meet: "Preparing the talk",
		},
		{
			subject: "The grant application",
			tell: []string{
				"The application went in last night and we should hear before the end of the month.",
				"The bank is with us for two thirds of it, which leaves the foundation.",
			},
			ask: []string{
				"Who should I ring at the council to find out where the file is?",
				"Could you cast an eye over the cash plan?",
			},
			answer: []string{
				"Ask for Mrs Thornwell and say that I sent you, she is very approachable.",
				"The plan is sound, I would only add a more careful version for the winter.",
			},
			meet: "Going through the application",
		},
		{
			subject: "The children",
			tell: []string{
				"Maeve scored her first goal on Saturday and has not stopped talking about it.",
				"The little one has been walking for a week and nothing in the house is safe.",
				"Owen got the grades he needed, so we can all breathe again.",
			},
			ask: []string{
				"How did the first week at the new school go?",
				"Does your son still play the cello?",
			},
			answer: []string{
				"Very well, she has found her friends again and likes the history teacher.",
				"He does, and the neighbours have been very patient about it.",
			},
			meet: "Tea with the children",
		},
		{
			subject: "A new job",
			tell: []string{
				"I am leaving the agency at the end of March to join a smaller team, it is decided.",
				"First days in the new place, with a lot of new faces and very good coffee.",
			},
			ask: []string{
				"Would you have half an hour to tell me what it is like where you are?",
				"Is your team still hiring this year?",
			},
			answer: []string{
				"Of course, Thursday at noon would suit me and I will tell you everything.",
				"Yes, two posts open in September and I will let the manager know about you.",
			},
			meet: "Lunch, new job",
		},
		{
			subject: "Sunday walk",
			tell: []string{
				"The path along the river is open again and it was lovely on Sunday.",
				"We did the whole ridge in five hours, with a long stop at the pub.",
			},
			ask: []string{
				"Are you free for a walk on the second Sunday of the month?",
			},
			answer: []string{
				"Count me in, I will bring the flask and the map.",
			},
			meet: "Walk by the river",
		},
		{
			subject: "A book you might like",
			tell: []string{
				"I have finished the novel about the lighthouses and left it at the front desk with your name on it.",
				"The shop by the canal has the author in on Friday evening and there are still places.",
			},
			ask: []string{
				"What was the name of the book you talked about the other night?",
			},
			answer: []string{
				"It was called The Slow Tides, you can have mine when we next meet.",
			},
			meet: "Evening at the bookshop",
		},
	},
	hello: []string{"Hi ", "Hello ", "Dear ", "Hi "},
	bye:   []string{"Best,", "All the best,", "See you soon,", "Take care,", "Have a good week,"},
	chat: [][2]string{
		{"Did you see the score last night? What a finish", "I did, what an evening! More when we meet"},
		{"We got home safely, the road was quiet", "That is good to hear, sleep well all of you"},
		{"I was just walking past your office and thought of you", "That is kind of you, have a good evening"},
		{"The pictures from Saturday are in the shared folder", "I will look at them tonight with the children"},
		{"We have a date for the dinner, it is the 14th", "The 14th is good and I will bring the pudding"},
		{"The train is late so I will be there at about ten", "No worries, I am here all morning"},
		{"Well done on the article, it is very clear", "That means a lot, the ending gave me trouble"},
		{"Are you around on Thursday for lunch?", "I am in London on Thursday but Friday would be lovely"},
		{"I am keeping that recipe, everyone had seconds", "The secret is in the salted butter"},
	},
	echo: []string{
		"That is good news and made my morning.",
		"I have made a note of it, more when we meet.",
		"I am with you all the way and look forward to what comes next.",
		"How lovely to hear, I will pass it on.",
		"I am reading this between two trains and smiling.",
	},
	thanks: []string{
		"Thank you so much for your help, it saved me weeks.",
		"Many thanks for the introduction, we had lunch yesterday and got on very well.",
		"Thank you for your kind recommendation, it meant a lot to me.",
		"Thanks again for your advice, I took the second road and it was the right one.",
	},
	wishes: []string{"May the new year be kind to you and to those you love. Here we have plenty of plans and the beginnings of a vegetable garden."},
	recommend: []string{
		"Camille took our project over at the worst moment and brought it home without ever raising her voice. I would work with her again tomorrow.",
		"What Camille promises she does, and she says no when it is needed. That is rare and worth a great deal.",
		"Two years of work together, with patience, method and a good deal of laughter.",
	},
	howMet: []string{
		"met at the co-operatives fair in Bristol", "neighbours in Mill Lane", "same year at college", "at Orla’s, one evening in May",
		"colleagues for three years", "through the Thursday choir", "on the rural schools project", "parents at the same school gate",
	},
	interests: []string{
		"a daughter who has taken up judo", "training for the Galway half marathon", "restoring an old sailing boat", "sings in a choir", "a son who sits his exams this year",
		"grows old kinds of tomatoes", "is learning Welsh", "collects sea charts", "has just got a dog called Biscuit", "plays the oboe", "is planning to cycle across Québec",
	},
	notes: []string{
		"Hello Camille, your talk on co-operatives made me want to hear more. I hope that we can stay in touch.",
		"Hi Camille, we sat at the same table on Tuesday. It would be good to keep in touch.",
	},
	favours: map[network.FavourKind][]string{
		network.Advice:       {"advice on the office lease", "how to put the budget to the board", "a careful look at the contract"},
		network.Information:  {"word of a call for projects that closes in May", "a post that opens at the council"},
		network.Introduction: {"an introduction to the head of the theatre", "a first meeting with the library team"},
		network.Referral:     {"a first client for the spring workshop", "the rural schools project"},
		network.Service:      {"looked after the children during the retreat", "translated a page into French", "lent the van"},
		network.Invitation:   {"an invitation to the co-operatives evening", "a seat at the choir’s concert"},
		network.Support:      {"long talks during the move", "a steady presence that winter"},
		network.Gift:         {"a jar of honey from the hives", "a signed copy of The Slow Tides"},
	},
}
