// swift-tools-version: 6.2
import PackageDescription

// The arrows between targets are the architecture (docs/ARCHITECTURE.md) and are enforced by `scripts/check-imports`,
// because the compiler lets an undeclared import of a sibling target through.

let nio = "swift-nio"

let package = Package(
    name: "gatehouse",
    products: [
        .executable(name: "gatehouse", targets: ["gatehouse"]),
        .library(name: "GatehouseClient", targets: ["GatehouseClient", "GatehouseAsyncHTTPClient"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // Pure: no Foundation, no clock, no I/O.
        .target(name: "Keys"),
        .target(name: "CPrefetch"),
        .target(name: "RateLimiting", dependencies: ["CPrefetch"]),
        .target(name: "JSONText"),
        .target(name: "KeyImport", dependencies: ["JSONText", "Keys"]),
        // Where addresses are, by databases that the operator gets from others.
        .target(name: "Geolocation", dependencies: ["Keys"]),
        .target(name: "HTTPMachines", dependencies: ["Keys"]),
        .target(name: "Telemetry"),
        .target(name: "CKeyedDigest", linkerSettings: [.linkedLibrary("crypto")]),
        .target(name: "CAuthenticatedCipher", linkerSettings: [.linkedLibrary("crypto")]),
        .systemLibrary(name: "CArgon2", pkgConfig: "libargon2", providers: [.apt(["libargon2-dev"])]),
        .target(
            name: "Cryptography",
            dependencies: [
                "Keys", "CKeyedDigest", "CAuthenticatedCipher", "CArgon2",
                .product(name: "Crypto", package: "swift-crypto"),
            ]),
        .target(name: "Auditing", dependencies: ["Cryptography", "JSONText", "Keys"]),
        // Checks what Auditing writes and shares none of its code.
        .target(name: "AuditVerifier", dependencies: ["Cryptography", "JSONText", "Keys"]),
        .target(name: "AuditExport", dependencies: ["Auditing", "Cryptography", "Keys"]),
        .target(name: "Backups", dependencies: ["Auditing", "Cryptography", "Keys"]),
        .target(name: "Admission", dependencies: ["CPrefetch", "Keys", "Cryptography", "RateLimiting"]),

        // Tokens that tell upstreams who asks, and the keys they are signed with.
        .target(name: "SignedIdentity", dependencies: ["Cryptography", "Keys"]),

        .target(name: "Routing", dependencies: ["Admission", "HTTPMachines", "Keys"]),
        .target(
            name: "VerifyAPI",
            dependencies: [
                "Admission", "Geolocation", "HTTPMachines", "JSONText", "Keys", "RateLimiting", "Routing",
                "SignedIdentity",
            ]),

        // The control plane.
        .target(name: "DecisionLog", dependencies: ["Admission", "Keys"]),
        .target(name: "Storage", dependencies: ["Keys", "Cryptography", "Auditing", "CSystemCalls"]),
        .target(
            name: "KeyManagement",
            dependencies: ["Storage", "Admission", "Auditing", "Keys", "Cryptography", "Timekeeping"]),
        .target(name: "CSQLiteHardening", linkerSettings: [.linkedLibrary("sqlite3")]),
        .target(
            name: "SQLiteStorage",
            dependencies: [
                "Storage", "Keys", "Cryptography", "Auditing", "CSQLiteHardening",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),

        // Small files that are always whole.
        .target(name: "DurableFiles"),
        // Work that ends in time.
        .target(name: "TimeLimits"),
        // What Glibc's module leaves out: epoll(7), accept4(2), adjtimex(2), prctl(2), sched_setattr(2).
        .target(name: "CSystemCalls"),
        // One civil time for all that expires, whatever the system's clock does.
        .target(name: "Timekeeping", dependencies: ["CSystemCalls", "Keys"]),
        // Sends in batches, io_uring(7). The library is a few kilobytes and linked in.
        .target(name: "CSendRing", linkerSettings: [.linkedLibrary(":liburing.a")]),
        // TLS between buffers, over libssl.
        .target(name: "CTransportSecurity", linkerSettings: [.linkedLibrary("ssl"), .linkedLibrary("crypto")]),
        .target(name: "TransportSecurity", dependencies: ["CTransportSecurity"]),
        // Event loops over sockets, for the data plane.
        .target(name: "Polling", dependencies: ["CSendRing", "CSystemCalls", "Keys"]),

        // The edges: they never see each other, nor a concrete store.
        .target(
            name: "Gateway",
            dependencies: [
                "Admission", "Geolocation", "HTTPMachines", "DecisionLog", "Polling", "Telemetry", "Keys", "Routing",
                "SignedIdentity",
                "VerifyAPI", "Timekeeping", "TransportSecurity",
                .product(name: "NIOCore", package: nio), .product(name: "NIOPosix", package: nio),
                .product(name: "Logging", package: "swift-log"),
            ]),
        // Talks to those who receive the audit log.
        .target(
            name: "AuditSinks",
            dependencies: [
                "AuditExport", "Auditing", "DurableFiles", "Keys", "Polling", "Storage", "TimeLimits",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: nio), .product(name: "NIOHTTP1", package: nio),
                .product(name: "NIOPosix", package: nio), .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),
        // What every listener of the control plane holds its clients to, and TLS over NIO's buffers.
        .target(
            name: "HTTPListening",
            dependencies: [
                "Keys", "TransportSecurity", .product(name: "NIOCore", package: nio),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
            ]),
        // A witness of audit logs, and the way to one.
        .target(
            name: "Witnessing",
            dependencies: [
                "Auditing", "Cryptography", "DurableFiles", "HTTPListening", "Keys", "TimeLimits",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"), .product(name: "NIOCore", package: nio),
                .product(name: "NIOHTTP1", package: nio), .product(name: "NIOPosix", package: nio),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        .target(
            name: "AdminAPI",
            dependencies: [
                "AuditExport", "HTTPListening", "KeyManagement", "DecisionLog", "Telemetry", "Keys", "Auditing",
                "Storage",
                "Cryptography", "Admission", "RateLimiting", "HTTPMachines", "JSONText", "TransportSecurity",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: nio), .product(name: "NIOPosix", package: nio),
                .product(name: "Logging", package: "swift-log"),
            ]),

        // What the file says, and where in it.
        .target(
            name: "ConfigurationReading",
            dependencies: [
                "Admission", "AuditExport", "Auditing", "Gateway", "HTTPMachines", "Keys", "SignedIdentity",
                "Timekeeping", "TransportSecurity", .product(name: "Yams", package: "Yams"),
            ]),

        // The assembly: the only target that names concrete stores.
        .target(
            name: "GatehouseServer",
            dependencies: [
                "AuditExport", "AuditSinks", "Backups", "ConfigurationReading", "Gateway", "AdminAPI",
                "SQLiteStorage",
                "KeyManagement", "Storage", "Auditing", "DecisionLog", "DurableFiles", "Admission", "Witnessing",
                "CSystemCalls", "Geolocation", "Telemetry", "Cryptography", "RateLimiting", "Keys",
                "Polling", "SignedIdentity", "Timekeeping", "TransportSecurity", "VerifyAPI",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: nio), .product(name: "NIOPosix", package: nio),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]),
        .executableTarget(
            name: "gatehouse",
            dependencies: [
                "Auditing", "AuditVerifier", "ConfigurationReading", "Cryptography", "GatehouseServer", "HTTPListening",
                "HTTPMachines", "KeyManagement",
                "KeyImport", "Keys", "TransportSecurity",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: nio), .product(name: "NIOPosix", package: nio),
                .product(name: "NIOHTTP1", package: nio), .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "Logging", package: "swift-log"),
            ]),

        // For services that ask Gatehouse: the only public library. It stands alone.
        .target(
            name: "GatehouseClient", dependencies: [.product(name: "HTTPTypes", package: "swift-http-types")]),
        .target(
            name: "GatehouseAsyncHTTPClient",
            dependencies: [
                "GatehouseClient", .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: nio), .product(name: "NIOHTTP1", package: nio),
                .product(name: "NIOPosix", package: nio), .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),
        .executableTarget(
            name: "HummingbirdExample",
            dependencies: [
                "GatehouseClient", "GatehouseAsyncHTTPClient",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"), .product(name: "NIOCore", package: nio),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            path: "Examples/HummingbirdMiddleware"),

        // Test support and tests mirror the sources.
        .target(
            name: "TestKit",
            dependencies: [
                "Keys", "Cryptography", "RateLimiting", "Auditing", "Admission", "Storage", "KeyManagement",
                "Timekeeping",
            ],
            path: "Tests/TestKit"),
        .testTarget(name: "KeysTests", dependencies: ["Keys", "TestKit"]),
        .testTarget(name: "GeolocationTests", dependencies: ["Geolocation", "Keys", "TestKit"]),
        .testTarget(name: "JSONTextTests", dependencies: ["JSONText", "TestKit"]),
        .testTarget(name: "KeyImportTests", dependencies: ["KeyImport", "Keys", "TestKit"]),
        .testTarget(name: "RateLimitingTests", dependencies: ["RateLimiting", "TestKit"]),
        .testTarget(name: "HTTPMachinesTests", dependencies: ["HTTPMachines", "Keys", "TestKit"]),
        .testTarget(
            name: "CryptographyTests",
            dependencies: ["Cryptography", "Keys", "TestKit", .product(name: "Crypto", package: "swift-crypto")]),
        .testTarget(name: "TelemetryTests", dependencies: ["Telemetry", "TestKit"]),
        .testTarget(name: "AuditingTests", dependencies: ["Auditing", "Cryptography", "JSONText", "Keys", "TestKit"]),
        .testTarget(
            name: "AuditVerifierTests", dependencies: ["AuditVerifier", "Auditing", "Cryptography", "Keys", "TestKit"]),
        .testTarget(
            name: "AuditExportTests", dependencies: ["AuditExport", "Auditing", "Cryptography", "Keys", "TestKit"]),
        .testTarget(
            name: "AuditSinksTests",
            dependencies: [
                "AuditSinks", "AuditExport", "Auditing", "Keys", "Storage", "TestKit",
                .product(name: "Logging", package: "swift-log"), .product(name: "NIOPosix", package: nio),
            ]),
        .testTarget(
            name: "BackupsTests", dependencies: ["Backups", "Auditing", "Cryptography", "Keys", "TestKit"]),
        .testTarget(
            name: "AdmissionTests", dependencies: ["Admission", "Keys", "Cryptography", "RateLimiting", "TestKit"]),
        .testTarget(name: "SignedIdentityTests", dependencies: ["SignedIdentity", "Cryptography", "Keys"]),
        .testTarget(name: "RoutingTests", dependencies: ["Routing", "Admission", "HTTPMachines", "Keys", "TestKit"]),
        .testTarget(
            name: "VerifyAPITests",
            dependencies: [
                "VerifyAPI", "Admission", "HTTPMachines", "Keys", "Cryptography", "RateLimiting", "Routing", "TestKit",
                "SignedIdentity",
            ]),
        .testTarget(name: "DecisionLogTests", dependencies: ["DecisionLog", "Admission", "Keys", "TestKit"]),
        .testTarget(name: "StorageTests", dependencies: ["Storage", "Keys", "Cryptography", "TestKit"]),
        .testTarget(
            name: "KeyManagementTests",
            dependencies: [
                "KeyManagement", "Storage", "Admission", "Auditing", "Keys", "Cryptography", "TestKit", "Timekeeping",
            ]),
        .testTarget(
            name: "SQLiteStorageTests",
            dependencies: [
                "SQLiteStorage", "Storage", "Keys", "Cryptography", "Auditing", "TestKit",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .testTarget(name: "TimekeepingTests", dependencies: ["Timekeeping", "Keys", "TestKit"]),
        .testTarget(
            name: "TransportSecurityTests", dependencies: ["Cryptography", "Keys", "TransportSecurity", "TestKit"]),
        .testTarget(name: "PollingTests", dependencies: ["Polling", "Keys", "TestKit"]),
        .testTarget(
            name: "GatewayTests",
            dependencies: [
                "Gateway", "Admission", "HTTPMachines", "DecisionLog", "Polling", "Telemetry", "Keys", "Cryptography",
                "RateLimiting", "SignedIdentity", "TransportSecurity", "VerifyAPI", "TestKit",
                .product(name: "NIOCore", package: nio), .product(name: "NIOPosix", package: nio),
                .product(name: "Logging", package: "swift-log"),
            ]),
        .testTarget(name: "DurableFilesTests", dependencies: ["DurableFiles"]),
        .testTarget(
            name: "HTTPListeningTests",
            dependencies: ["HTTPListening", "Keys", .product(name: "NIOCore", package: nio)]),
        .testTarget(
            name: "WitnessingTests",
            dependencies: [
                "Witnessing", "Auditing", "Cryptography", "DurableFiles", "Keys", "TestKit",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Logging", package: "swift-log"), .product(name: "NIOCore", package: nio),
                .product(name: "NIOHTTP1", package: nio), .product(name: "NIOPosix", package: nio),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        .testTarget(
            name: "AdminAPITests",
            dependencies: [
                "AdminAPI", "KeyManagement", "Keys", "Cryptography", "Auditing", "Storage", "Admission",
                "RateLimiting", "JSONText", "DecisionLog",
                "TestKit", "TransportSecurity", .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"), .product(name: "NIOCore", package: nio),
                .product(name: "NIOPosix", package: nio),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ]),
        // Serves the admin API for scripts/check-openapi.
        .executableTarget(
            name: "AdminAPIHost",
            dependencies: [
                "AdminAPI", "KeyManagement", "Keys", "RateLimiting", "TestKit",
                .product(name: "Logging", package: "swift-log"), .product(name: "NIOPosix", package: nio),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            path: "Tests/AdminAPIHost"),
        .testTarget(
            name: "ConfigurationReadingTests",
            dependencies: [
                "ConfigurationReading", "Admission", "AuditExport", "Auditing", "Gateway", "HTTPMachines", "Keys",
                "SignedIdentity", "TestKit", "TransportSecurity",
            ]),
        .testTarget(
            name: "GatehouseServerTests",
            dependencies: [
                "ConfigurationReading", "GatehouseServer", "Gateway", "KeyManagement", "SQLiteStorage", "Storage",
                "AdminAPI", "Admission", "AuditExport", "AuditVerifier",
                "HTTPMachines", "Keys", "Cryptography", "Auditing", "DecisionLog", "Polling", "RateLimiting",
                "TransportSecurity", "VerifyAPI", "Witnessing", "TestKit",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: nio), .product(name: "NIOPosix", package: nio),
            ]),
        .testTarget(
            name: "GatehouseClientTests",
            dependencies: [
                "GatehouseClient", "GatehouseAsyncHTTPClient", "HummingbirdExample", "gatehouse", "TestKit",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "NIOCore", package: nio), .product(name: "NIOPosix", package: nio),
                .product(name: "NIOHTTP1", package: nio),
            ]),
        // Drives the built binary as a user would.
        .testTarget(
            name: "GatehouseCommandTests",
            dependencies: [
                "gatehouse", "Auditing", "Keys", "Cryptography", "Storage", "SQLiteStorage", "TestKit",
                "TransportSecurity", "GatehouseClient", "GatehouseAsyncHTTPClient", "HummingbirdExample",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),
    ]
)

// Fuzzing needs a sanitizer that an ordinary build has no use for: scripts/fuzz asks for these targets.
if Context.environment["GATEHOUSE_FUZZ"] == "1" {
    package.targets += [
        .target(name: "CFuzzing", path: "Fuzzing/CFuzzing"),
        .executableTarget(
            name: "fuzzing",
            dependencies: [
                "CFuzzing", "Auditing", "HTTPMachines", "JSONText", "Keys", "KeyImport", "Admission", "Cryptography",
                "Geolocation", "RateLimiting", "Routing",
                "VerifyAPI", "ConfigurationReading", "Gateway", "AuditVerifier", "Backups", "SQLiteStorage",
            ],
            path: "Fuzzing/Targets"),
    ]
    package.products.append(.executable(name: "fuzzing", targets: ["fuzzing"]))
}

// Make more keys and entries than one would issue one by one: Benchmarks/run asks for them.
if Context.environment["GATEHOUSE_BENCH"] == "1" {
    package.targets.append(
        .executableTarget(
            name: "seed-keys", dependencies: ["KeyManagement", "SQLiteStorage", "Storage", "Cryptography", "Keys"],
            path: "Benchmarks/KeySeeder"))
    package.products.append(.executable(name: "seed-keys", targets: ["seed-keys"]))
    package.targets.append(
        .executableTarget(
            name: "measure-restrictions", dependencies: ["Geolocation", "Keys", "Metering"],
            path: "Benchmarks/RestrictionMeter"))
    package.products.append(.executable(name: "measure-restrictions", targets: ["measure-restrictions"]))
    package.targets.append(
        .executableTarget(
            name: "measure-limits", dependencies: ["Metering", "RateLimiting"], path: "Benchmarks/LimitMeter"))
    package.products.append(.executable(name: "measure-limits", targets: ["measure-limits"]))
    package.targets.append(.target(name: "Metering", path: "Benchmarks/Metering"))
    package.targets.append(
        .executableTarget(
            name: "seed-log", dependencies: ["Auditing", "SQLiteStorage", "Storage", "Cryptography", "Keys"],
            path: "Benchmarks/LogSeeder"))
    package.products.append(.executable(name: "seed-log", targets: ["seed-log"]))
}

// Other packages may depend on what uses no unsafe flags.
let consumable: Set = ["GatehouseClient", "GatehouseAsyncHTTPClient"]

for target in package.targets where target.type != .system && target.type != .plugin {
    // Targets in C: CArgon2 and its like.
    guard !target.name.hasPrefix("C") || target.name.dropFirst().first?.isLowercase == true else { continue }
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .swiftLanguageMode(.v6),
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
            .treatAllWarnings(as: .error),
        ]
    guard !consumable.contains(target.name) else { continue }
    target.swiftSettings?.append(.unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release)))
}
