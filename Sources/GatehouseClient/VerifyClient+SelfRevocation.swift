extension VerifyClient {
    /// Longest reason of a self-revocation, in bytes of UTF-8.
    public static let longestReason = 256

    /// Ends the presented version of a key for good, as whoever holds it may: a service that finds a key where it should
    /// not be, or a customer who asks for it. Other versions of the key go on.
    ///
    /// The client's own credential is not used: the key itself is the right to end it. Where the answer was lost, the call
    /// may be repeated; a version that has ended already is refused as `credential_rejected`.
    ///
    /// - Parameters:
    ///   - key: The key whose version ends.
    ///   - reason: For the audit log of Gatehouse; at most ``longestReason`` bytes.
    /// - Returns: What has ended, or that there was nothing to end.
    /// - Throws: `VerifyError` when it is not known whether the version has ended; `question_refused`, without a call, for
    ///   a reason that is too long.
    public func selfRevoke(
        _ key: PresentedKey, reason: String? = nil
    ) async throws(VerifyError) -> SelfRevocation {
        if let refusal = key.refusalAtSight { return .refused(refusal) }
        guard (reason?.utf8.count ?? 0) <= Self.longestReason else { throw VerifyError(.questionRefused) }
        var writer = JSONWriter()
        writer.object { members in
            if let reason { members.member("reason", reason) }
        }
        do throws(VerifyError) {
            let answer = try await self.ask(.init(path: "/v1/keys:selfRevoke", body: writer.bytes), by: key)
            let ended = try RevokedVersion(answer, of: key)
            self.cache?.endVersion(of: ended.keyID)
            return .revoked(ended)
        } catch {
            guard error.status == 401, error.problemCode == RefusalCode.credentialRejected.rawValue else { throw error }
            return .refused(.init(code: .credentialRejected, requestID: error.requestID))
        }
    }
}

extension RevokedVersion {
    /// Reads the answer about a key.
    fileprivate init(_ document: JSONValue, of key: PresentedKey) throws(VerifyError) {
        guard document["revoked"]?.bool == true, let keyID = document["key_id"]?.string,
            let version = document["version"]?.integer.flatMap({ Int(exactly: $0) }),
            let revokedAt = document["revoked_at"]?.string.flatMap({ Timestamp(rfc3339: $0) }),
            key.publicID.map({ $0 == keyID }) ?? true
        else { throw VerifyError(.answerMalformed, status: 200) }
        self.init(keyID: keyID, version: version, revokedAt: revokedAt)
    }
}
