import AuditExport
import ConfigurationReading
import Testing

@Suite struct AuditSettingsTests {
    private func sinks(_ items: String) throws(ConfigurationError) -> [SinkSettings] {
        let lines = items.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n")
        let text = "verify: {}\naudit:\n  export:\n\(lines)\n"
        return try ServerConfiguration(file: "gatehouse.yaml", text: text).audit.sinks
    }

    private func objection(_ items: String) -> String? {
        do {
            _ = try self.sinks(items)
            return nil
        } catch {
            return error.description
        }
    }

    @Test func `without the section nothing is exported`() throws {
        #expect(try ServerConfiguration(file: "g", text: "verify: {}").audit.sinks.isEmpty)
        #expect(try ServerConfiguration(file: "g", text: "verify: {}\naudit: {}").audit.sinks.isEmpty)
    }

    @Test func `everything is read`() throws {
        let sinks = try self.sinks(
            """
            - name: archive
              format: jsonl
              file: {path: /var/log/gatehouse/audit.jsonl, maximumBytes: 2097152, keep: 3}
              details: true
              start: newest
              timeoutMs: 5000
              mostRecords: 7
            - {name: siem, format: syslog, syslog: {address: logs.internal, port: 6514, maximumMessageBytes: 4096}}
            - {name: old_siem, format: cef, syslog: {address: 192.0.2.1, transport: udp}}
            - name: lake
              format: ocsf
              http: {url: "https://lake.example/in?x=1", tokenFile: /etc/t, certificateFile: /etc/c.pem}
            """)
        var file = FileDestination(path: "/var/log/gatehouse/audit.jsonl")
        (file.maximumBytes, file.keptFiles) = (2_097_152, 3)
        var archive = SinkSettings(name: "archive", format: .jsonl, destination: .file(file))
        (archive.includesDetails, archive.startsAtNewest) = (true, true)
        (archive.timeout, archive.mostRecords) = (.seconds(5), 7)
        var siem = SyslogDestination(address: "logs.internal", port: 6514, transport: .tcp)
        siem.maximumMessageBytes = 4096
        var lake = HTTPDestination(url: "https://lake.example/in?x=1")
        (lake.tokenFile, lake.certificateFile) = ("/etc/t", "/etc/c.pem")
        #expect(
            sinks == [
                archive, .init(name: "siem", format: .syslog, destination: .syslog(siem)),
                .init(
                    name: "old_siem", format: .cef,
                    destination: .syslog(.init(address: "192.0.2.1", port: 514, transport: .udp))),
                .init(name: "lake", format: .ocsf, destination: .http(lake)),
            ])
        #expect(!sinks[1].includesDetails && !sinks[1].startsAtNewest)
    }

    @Test(arguments: [
        ("- {name: a, format: ocsf}", "gatehouse.yaml:4: audit.export[0]: give one of 'file', 'syslog' and 'http'"),
        ("- {name: a, format: ocsf, file: {path: a}, http: {url: \"https://a\"}}", "give one of"),
        ("- {format: ocsf, file: {path: a}}", "'name' is missing"),
        ("- {name: a, file: {path: a}}", "'format' is missing"),
        ("- {name: A, format: ocsf, file: {path: a}}", "must be of a-z"),
        ("- {name: a, format: oscf, file: {path: a}}", "did you mean 'ocsf'?"),
        ("- {name: a, format: ocsf, fil: {path: a}}", "did you mean 'file'?"),
        ("- {name: a, format: ocsf, file: {}}", "'path' is missing"),
        ("- {name: a, format: ocsf, file: {path: a, keep: -1}}", "from 0 to 1000"),
        ("- {name: a, format: ocsf, file: {path: a, maximumBytes: 1}}", "from 1048576"),
        ("- {name: a, format: ocsf, syslog: {port: 1}}", "'address' is missing"),
        ("- {name: a, format: ocsf, syslog: {address: a, transport: tls}}", "is not one of tcp, udp"),
        ("- {name: a, format: ocsf, syslog: {address: a, transport: udp, maximumMessageBytes: 65508}}", "480 to 65507"),
        ("- {name: a, format: ocsf, http: {}}", "'url' is missing"),
        ("- {name: a, format: ocsf, http: {url: \"ftp://a\"}}", "must be an http or https URL"),
        ("- {name: a, format: ocsf, http: {url: \"https://u:p@a/\"}}", "hold no user or password"),
        ("- {name: a, format: ocsf, http: {url: \"http://siem.internal/in\"}}", "must be https"),
        ("- {name: a, format: ocsf, http: {url: \"http://127.0.0.1.example.com/in\"}}", "must be https"),
        ("- {name: a, format: ocsf, file: {path: a}, timeoutMs: 1}", "from 100 to 600000"),
        ("- {name: a, format: ocsf, file: {path: a}, start: now}", "is not one of oldest, newest"),
        (
            "- {name: a, format: ocsf, file: {path: a}}\n- {name: a, format: ecs, file: {path: b}}",
            "another sink named 'a'"
        ),
    ]) func `what cannot work is refused with its place and reason`(items: String, reason: String) {
        let objection = self.objection(items)
        #expect(objection?.contains(reason) == true, "\(objection ?? "accepted")")
        #expect(objection?.hasPrefix("gatehouse.yaml:") == true && objection?.contains("audit.export") == true)
    }

    @Test(arguments: ["http://127.0.0.1:9/in", "http://localhost/in", "http://[::1]:80", "https://a"])
    func `plain HTTP stays on the machine`(url: String) throws {
        #expect(try self.sinks("- {name: a, format: ecs, http: {url: \"\(url)\"}}").count == 1)
    }

    @Test func `the listing names the settings in force of every sink`() throws {
        let text = """
            verify: {}
            audit:
              export:
                - {name: a, format: ecs, file: {path: a, keep: 3}}
                - {name: b, format: cef, details: true, syslog: {address: b, transport: udp}}
                - {name: c, format: ocsf, http: {url: "https://c"}}
            """
        let entries = try ConfigurationListing(file: "g", text: text).entries
        let shown = Set(entries.filter { $0.key.hasPrefix("audit") }.map { "\($0.key)=\($0.value) (\($0.origin))" })
        for setting in [
            "audit.export[0].file.keep=3 (g:4)", "audit.export[0].file.maximumBytes=104857600 (default)",
            "audit.export[0].start=oldest (default)", "audit.export[1].details=true (g:5)",
            "audit.export[1].syslog.port=514 (default)", "audit.export[1].syslog.maximumMessageBytes=2048 (default)",
            "audit.export[2].timeoutMs=30000 (default)", "audit.export[2].http.tokenFile=none (default)",
        ] {
            #expect(shown.contains(setting), "\(setting)")
        }
    }

    @Test func `the number of sinks is bounded`() {
        let items = (0...SinkSettings.most).map { "- {name: s\($0), format: ecs, file: {path: a\($0)}}" }
        #expect(self.objection(items.joined(separator: "\n"))?.contains("more than 16 sinks") == true)
    }
}
