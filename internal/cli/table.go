package cli

import "entregent/internal/app"

// The table of verbs. A new command is one file and one line here.
func init() {
	commands = []command{
		{name: "serve", flags: serveCommand},
		{name: "open", flags: openCommand},
		{name: "demo", flags: demoCommand},
		{name: "import", flags: importCommand},
		{name: "source", flags: sourceCommand},
		{name: "today", flags: todayCommand},
		{name: "gesture", flags: gestureCommand},
		{name: "loops", flags: loopsCommand},
		{name: "log", flags: logCommand},
		{name: "needs", flags: needsCommand},
		{name: "offers", flags: offersCommand},
		{name: "matches", flags: matchesCommand},
		{name: "favours", flags: favoursCommand},
		{name: "gatherings", flags: gatheringsCommand},
		{name: "meet", flags: meetCommand},
		{name: "question", flags: questionCommand},
		{name: "people", flags: peopleCommand},
		{name: "person", flags: personCommand},
		{name: "erase", flags: eraseCommand},
		{name: "tag", flags: bulkCommand(app.BulkTag, app.BulkUntag)},
		{name: "archive", flags: bulkCommand(app.BulkArchive, app.BulkRevive)},
		{name: "bin", flags: bulkCommand(app.BulkBin, "")},
		{name: "restore-person", flags: bulkCommand(app.BulkRestore, "")},
		{name: "village", flags: villageCommand},
		{name: "known", flags: knownCommand},
		{name: "goals", flags: goalsCommand},
		{name: "reach", flags: reachCommand},
		{name: "mirror", flags: mirrorCommand},
		{name: "ask", flags: askCommand},
		{name: "beliefs", flags: beliefsCommand},
		{name: "introduce", flags: introduceCommand},
		{name: "year", flags: yearCommand},
		{name: "export", flags: exportCommand},
		{name: "backup", flags: backupCommand},
		{name: "restore", flags: restoreCommand, bare: true},
		{name: "check", flags: checkCommand},
		{name: "service", flags: serviceCommand, bare: true},
		{name: "bench", flags: benchCommand, bare: true},
	}
}
