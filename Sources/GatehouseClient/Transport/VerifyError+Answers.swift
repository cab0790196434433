import HTTPTypes

extension VerifyError {
    /// What the failure of a transport means.
    init(transport error: TransportError) {
        switch error {
        case .unreachable: self.init(.unreachable)
        case .interrupted: self.init(.interrupted)
        case .answerTooLarge: self.init(.answerTooLarge)
        case .cancelled: self.init(.cancelled)
        }
    }

    /// What an answer without a verdict means. Of its text only the code and the id of the request are kept, and only
    /// when they look like such: a wrong server may answer with anything, the question included.
    init(refusing answer: TransportAnswer) {
        let problem = JSONReader.read(answer.body)
        let status = answer.head.status.code
        let code: Code =
            switch status {
            case 401, 403: .callerRefused
            case 429: .throttled
            case 400..<500: .questionRefused
            case 500...: .serverFailed
            default: .answerMalformed
            }
        self.init(
            code, status: status, problemCode: problem?["code"]?.string.flatMap(Self.code),
            requestID: problem?["request_id"]?.string.flatMap(Self.requestID),
            retryAfter: answer.head.headerFields[.retryAfter].flatMap(Self.seconds))
    }

    /// Small letters and underscores.
    private static func code(_ text: String) -> String? {
        let isCode = text.utf8.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || $0 == 0x5f }
        return isCode && (1...48).contains(text.utf8.count) ? text : nil
    }

    /// `req_` and up to 32 letters and digits.
    private static func requestID(_ text: String) -> String? {
        let rest = text.dropFirst(4)
        let isID = text.hasPrefix("req_") && (1...32).contains(rest.utf8.count)
        return isID && rest.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) } ? text : nil
    }

    /// Up to a day; what is longer or a date is not worth waiting for.
    private static func seconds(_ text: String) -> Duration? {
        guard let seconds = Int64(text), (0...86_400).contains(seconds) else { return nil }
        return .seconds(seconds)
    }
}
