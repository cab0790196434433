/// The configuration `gatehouse init` writes: complete enough to start with, short enough to read.
package enum SampleConfiguration {
    /// - Returns: The text of `gatehouse.yaml`.
    package static func text(dataFolder: String, slot: FirstSlot) -> String {
        """
        # Gatehouse. Check after editing: gatehouse config check
        # All settings, their defaults and their bounds: docs/operating.md

        # State: database, decision log, admin socket. Created with mode 0700.
        data: \(Self.quoted(dataFolder))

        \(Self.rootKey(slot))

        gateway:
          address: 127.0.0.1
          port: 8080

        # The admin API over HTTP, for operators with a key. The command line on this machine uses a Unix socket.
        admin:
          address: 127.0.0.1
          port: 8081

        # Where services and other proxies ask whether a key is good: docs/verify.md
        verify:
          address: 127.0.0.1
          port: 8082

        # The API behind the gateway.
        upstreams:
          - name: demo
            address: 127.0.0.1
            port: 8090

        # Which requests pass, and with which permission.
        routes:
          - name: demo-read
            path: /**
            methods: [GET, HEAD, OPTIONS]
            upstream: demo
            project: demo
            environment: live
            permission: demo:read
          - name: demo-write
            path: /**
            methods: [POST, PUT, PATCH, DELETE]
            upstream: demo
            project: demo
            environment: live
            permission: demo:write

        # Limits that every request shares with others of its kind.
        limits:
          - name: per-address
            scope: address
            windows:
              - limit: 600
                seconds: 60

        """
    }

    private static func rootKey(_ slot: FirstSlot) -> String {
        switch slot {
        case .file(let file):
            """
            # What everything in the database is sealed under. Never inside the data folder, and backed up apart from it.
            rootKey:
              file: \(self.quoted(file))
            """
        case .credential(let name, let file):
            """
            # What everything in the database is sealed under: LoadCredential=\(name):\(file) in the service's unit.
            rootKey:
              credential: \(self.quoted(name))
            """
        case .passphrase:
            """
            # Everything in the database is sealed under a passphrase: a start waits for 'gatehouse unseal'.
            # A way that takes no person: gatehouse slots add --kind file --source PATH, then name it here.
            # rootKey:
            #   file: PATH
            """
        }
    }

    /// A double-quoted YAML scalar.
    private static func quoted(_ text: String) -> String {
        let escaped = text.reduce(into: "") { result, character in
            if character == "\"" || character == "\\" { result.append("\\") }
            result.append(character)
        }
        return "\"\(escaped)\""
    }
}
