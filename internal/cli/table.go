package cli

func init() {
	commands = []command{
		{name: "import", flags: importCommand},
		{name: "export", flags: exportCommand},
	}
}
