/// One place the audit log is sent to, as the configuration says it.
package struct SinkSettings: Hashable, Sendable {
    /// Most sinks of one server.
    package static let most = 16

    package enum Destination: Hashable, Sendable {
        case file(FileDestination)
        case syslog(SyslogDestination)
        case http(HTTPDestination)
    }

    /// Names the sink in the store, in metrics and in the log: a sink of another name begins anew.
    package var name: String
    package var format: AuditFormat
    package var destination: Destination
    /// Whether what entries tell of persons goes along. It cannot be erased there from here.
    package var includesDetails = false
    /// Whether a sink that has never got anything begins with the next entry, and not with the first of all.
    package var startsAtNewest = false
    /// For one delivery, from beginning to end.
    package var timeout: Duration = .seconds(30)
    /// Most records of one delivery.
    package var mostRecords = 256

    package init(name: String, format: AuditFormat, destination: Destination) {
        self.name = name
        self.format = format
        self.destination = destination
    }

    /// The file of a secret that the sink shows to its receiver.
    package var tokenFile: String? {
        switch self.destination {
        case .http(let http): http.tokenFile
        case .file, .syslog: nil
        }
    }
}

/// A file that grows, and makes room for a fresh one when it is full.
package struct FileDestination: Hashable, Sendable {
    package var path: String
    /// A file that would grow beyond is renamed to `<path>.1`, that one to `<path>.2`, and so on.
    package var maximumBytes = 104_857_600
    /// How many renamed files stay; the oldest goes.
    package var keptFiles = 10

    package init(path: String) { self.path = path }
}

/// A syslog server.
package struct SyslogDestination: Hashable, Sendable {
    package enum Transport: String, CaseIterable, Hashable, Sendable {
        /// RFC 6587 with octet counting: nothing is lost.
        case tcp
        /// RFC 5426: what is lost is lost, and seen by its number alone.
        case udp
    }

    package var address: String
    package var port: Int
    package var transport: Transport
    /// Most bytes of a message.
    package var maximumMessageBytes: Int

    package init(address: String, port: Int, transport: Transport) {
        self.address = address
        self.port = port
        self.transport = transport
        // What every receiver should take at least (RFC 5424, section 6.1; RFC 5426, section 3.2) goes over UDP.
        self.maximumMessageBytes = transport == .udp ? 2048 : 65_536
    }
}

/// A web server that takes records by POST, a line each.
package struct HTTPDestination: Hashable, Sendable {
    package var url: String
    /// File of the token sent as `Authorization: Bearer …`, read anew for each delivery.
    package var tokenFile: String?
    /// File of certificates in PEM that the server's must lead to; the system's when there is none.
    package var certificateFile: String?

    package init(url: String) { self.url = url }
}
