import CFuzzing

/// Runs libFuzzer on one parser: `fuzzing TARGET [libFuzzer arguments]`. `scripts/fuzz` builds and drives it.
@main
enum Fuzzing {
    static func main() {
        var count = CommandLine.argc - 1
        guard count > 0, let input = Self.input(named: CommandLine.arguments[1]) else {
            preconditionFailure("name a target; scripts/fuzz lists them")
        }
        // The driver takes the name for the program's.
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv + 1
        _ = LLVMFuzzerRunDriver(&count, &arguments, input)
    }

    private static func input(named name: String) -> FuzzingInput? {
        switch name {
        case "token": { TokenTarget.run(Fuzzing.copy($0, $1)) }
        case "request-head": { RequestHeadTarget.run(Fuzzing.copy($0, $1)) }
        case "proxy-header": { ProxyHeaderTarget.run(Fuzzing.copy($0, $1)) }
        case "forwarded": { ForwardedTarget.run(Fuzzing.copy($0, $1)) }
        case "response-head": { ResponseHeadTarget.run(Fuzzing.copy($0, $1)) }
        case "websocket": { WebSocketTarget.run(Fuzzing.copy($0, $1)) }
        case "chunked-body": { ChunkedBodyTarget.run(Fuzzing.copy($0, $1)) }
        case "query-path": { QueryPathTarget.run(Fuzzing.copy($0, $1)) }
        case "import": { ImportTarget.run(Fuzzing.copy($0, $1)) }
        case "config": { ConfigurationTarget.run(Fuzzing.copy($0, $1)) }
        case "json-body": { JSONBodyTarget.run(Fuzzing.copy($0, $1)) }
        case "permission-query": { PermissionQueryTarget.run(Fuzzing.copy($0, $1)) }
        case "address": { AddressTarget.run(Fuzzing.copy($0, $1)) }
        case "verify-native": { VerifyBodyTargets.native(Fuzzing.copy($0, $1)) }
        case "verify-batch": { VerifyBodyTargets.batch(Fuzzing.copy($0, $1)) }
        case "verify-unkey": { VerifyBodyTargets.unkey(Fuzzing.copy($0, $1)) }
        case "verify-holders": { VerifyBodyTargets.holders(Fuzzing.copy($0, $1)) }
        case "forward-auth": { ProxyTargets.forwardAuth(Fuzzing.copy($0, $1)) }
        case "ext-authz": { ProxyTargets.extAuthz(Fuzzing.copy($0, $1)) }
        case "envelope": { EnvelopeTarget.run(Fuzzing.copy($0, $1)) }
        case "backup": { BackupTarget.run(Fuzzing.copy($0, $1)) }
        case "backup-file": { BackupFileTarget.run(Fuzzing.copy($0, $1)) }
        case "log-folder": { LogFolderTarget.run(Fuzzing.copy($0, $1)) }
        case "witness-request": { WitnessRequestTarget.run(Fuzzing.copy($0, $1)) }
        case "note": { TransparencyLogTargets.note(Fuzzing.copy($0, $1)) }
        case "checkpoint": { TransparencyLogTargets.checkpoint(Fuzzing.copy($0, $1)) }
        case "proof": { TransparencyLogTargets.proof(Fuzzing.copy($0, $1)) }
        case "place-database": { RestrictionTargets.placeDatabase(Fuzzing.copy($0, $1)) }
        case "time-zone": { RestrictionTargets.timeZone(Fuzzing.copy($0, $1)) }
        case "restriction-pattern": { RestrictionTargets.pattern(Fuzzing.copy($0, $1)) }
        case "ledger": { LedgerTarget.run(Fuzzing.copy($0, $1)) }
        default: nil
        }
    }

    /// The input as an array of its exact size, so that a read beyond it traps.
    fileprivate static func copy(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> [UInt8] {
        Array(UnsafeBufferPointer(start: bytes, count: count))
    }
}
