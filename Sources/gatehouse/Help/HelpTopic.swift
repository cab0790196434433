/// The pages of `gatehouse help TOPIC`.
enum HelpTopic: String, CaseIterable, Sendable {
    case exitCodes = "exit-codes"
    case environment
    case formatting
    case permissions

    var text: String {
        switch self {
        case .exitCodes: Self.exitCodesText
        case .environment: Self.environmentText
        case .formatting: Self.formattingText
        case .permissions: Self.permissionsText
        }
    }

    private static var exitCodesText: String {
        let lines = ExitReason.allCases.map { status in
            String(repeating: " ", count: status.rawValue < 10 ? 3 : 2) + "\(status.rawValue)  \(status.meaning)"
        }
        return """
            EXIT CODES

            \(lines.joined(separator: "\n"))

            An interrupt dies by its signal: a shell sees 130. A restart cannot mend 65, 66, 76, 77 and 78.

            """
    }

    private static let environmentText = """
        ENVIRONMENT

          GATEHOUSE_ADDR         where the admin API is: unix:/path, http://127.0.0.1:PORT or https://HOST
          GATEHOUSE_CONFIG       the server's configuration file
          GATEHOUSE_FORMAT       json, table or tsv; --json wins
          GATEHOUSE_TOKEN_FILE   a private file with an operator key; - reads standard input
          GATEHOUSE_TOKEN        the operator key itself; a warning is printed, a file is safer
          GATEHOUSE_CA_FILE      with https: certificates of those who may have issued the server's
          GATEHOUSE_CLIENT_CERTIFICATE, GATEHOUSE_CLIENT_KEY   with https: what is shown to the server
          GATEHOUSE_NO_INPUT     non-empty: never ask
          GATEHOUSE_DEBUG        api: print each exchange with the server on stderr, without secrets
          GATEHOUSE_FORCE_TTY    a number of columns: behave as on a terminal of that width
          CREDENTIALS_DIRECTORY  a folder from the service manager; gatehouse-token in it is read first

        Honoured as everywhere: NO_COLOR CLICOLOR CLICOLOR_FORCE FORCE_COLOR TERM COLUMNS PAGER

        A flag wins over the environment, the environment over the configuration file.

        """

    private static let formattingText = """
        FORMATTING

        On a terminal: a table cut to its width, relative times, colour, and `less -FIRX` when it is longer than a screen.
        Piped: tab-separated lines, no header, nothing cut, times as RFC 3339 in UTC. Tab, newline and backslash inside
        a value are written \\t, \\n and \\\\.
        --json: exactly one document of the admin API and a newline on stdout. A list is
        {"data":[…],"next_cursor":null}. A failure prints its problem document on stderr and nothing on stdout.
        --fields id,name,owner.id: these members only, in every format.
        -q: the essential alone: the id, or the secret where there is one.

        Colour, per stream: --color, then NO_COLOR, then CLICOLOR_FORCE and FORCE_COLOR, then whether it is a terminal.

        """

    private static let permissionsText = """
        PERMISSIONS

        A permission is resource:action. A resource is segments of a-z 0-9 _ - joined by “/”.
        A grant may use “*” for exactly one segment or for the action, and a final “**” for any depth.
        --permission grants and --deny denies; a denial beats every grant.

          documents:read         one action on one resource
          documents:*            every action on it
          teams/*/documents:read the documents of every team
          billing/**:read        everything below billing

        The boundary of a key caps everything: read_only is GET, HEAD and OPTIONS on read routes; standard adds POST;
        admin is all.

        Operators: auditor reads the audit log and nothing else; viewer reads everything but secrets; operator also creates, changes, suspends, rotates and revokes
        keys, identities and roles; admin also changes projects, environments and operators.

        """
}
