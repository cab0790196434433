import Admission
import HTTPMachines
import JSONText
import Keys

/// Members of a native verification.
private enum NativeMember: UInt8 {
    case key, permissions, address, method, certificate, limits, cost, statusMode, name
    case referrer, origin, androidPackage, androidCertificate, iOSBundle

    init?(_ name: JSONString, in bytes: Span<UInt8>) {
        if name.isEqual(to: "key", in: bytes) {
            self = .key
        } else if name.isEqual(to: "permissions", in: bytes) {
            self = .permissions
        } else if name.isEqual(to: "address", in: bytes) {
            self = .address
        } else if name.isEqual(to: "method", in: bytes) {
            self = .method
        } else if name.isEqual(to: "certificate", in: bytes) {
            self = .certificate
        } else if name.isEqual(to: "limits", in: bytes) {
            self = .limits
        } else if name.isEqual(to: "cost", in: bytes) {
            self = .cost
        } else if name.isEqual(to: "status_mode", in: bytes) {
            self = .statusMode
        } else {
            guard let claim = Self.claim(name, in: bytes) else { return nil }
            self = claim
        }
    }

    /// What the client claims of itself.
    private static func claim(_ name: JSONString, in bytes: Span<UInt8>) -> Self? {
        if name.isEqual(to: "referrer", in: bytes) { return .referrer }
        if name.isEqual(to: "origin", in: bytes) { return .origin }
        if name.isEqual(to: "android_package", in: bytes) { return .androidPackage }
        if name.isEqual(to: "android_certificate", in: bytes) { return .androidCertificate }
        return name.isEqual(to: "ios_bundle", in: bytes) ? .iOSBundle : nil
    }
}

extension QuestionList {
    /// Reads the body of `POST /v1/keys/verify` (docs/openapi-verify.yaml, VerifyRequest).
    mutating func readNative(_ bytes: Span<UInt8>) throws(JSONFault) {
        try self.readVerification(bytes, isAlone: true)
        try self.reader.finish(bytes)
    }

    /// Reads the body of `POST /v1/keys:batchVerify`.
    mutating func readBatch(_ bytes: Span<UInt8>) throws(JSONFault) {
        try self.reader.beginObject(bytes)
        var isFirst = true
        var isThere = false
        while let name = try self.reader.nextMember(bytes, isFirst: &isFirst) {
            guard name.isEqual(to: "verifications", in: bytes) else { throw .init(.unknownMember, at: name.start) }
            guard !isThere else { throw .init(.repeatedMember, at: name.start) }
            isThere = true
            self.location.enter("verifications")
            try self.readVerifications(bytes)
        }
        guard isThere else { throw .init(.missingMember, at: self.reader.position) }
        try self.reader.finish(bytes)
    }

    private mutating func readVerifications(_ bytes: Span<UInt8>) throws(JSONFault) {
        try self.reader.beginArray(bytes)
        var isFirst = true
        while try self.reader.nextElement(bytes, isFirst: &isFirst) {
            guard self.questions.count < VerifyPlan.mostVerifications else {
                throw .init(.tooMany, at: self.reader.position)
            }
            self.location = BodyLocation()
            self.location.verification = self.questions.count
            try self.readVerification(bytes, isAlone: false)
        }
        self.location = BodyLocation()
        self.location.enter("verifications")
        guard !self.questions.isEmpty else { throw .init(.tooShort, at: self.reader.position) }
    }

    private mutating func readVerification(_ bytes: Span<UInt8>, isAlone: Bool) throws(JSONFault) {
        var question = VerifyQuestion()
        question.costs = self.costs.count..<self.costs.count
        var members = MemberSet()
        var hasKey = false
        try self.reader.beginObject(bytes)
        var isFirst = true
        while let name = try self.reader.nextMember(bytes, isFirst: &isFirst) {
            guard let member = NativeMember(name, in: bytes) else { throw .init(.unknownMember, at: name.start) }
            try members.insert(member, at: name.start)
            guard member != .statusMode || isAlone else { throw .init(.unknownMember, at: name.start) }
            if member == .key { hasKey = true }
            try self.read(member, of: &question, bytes)
            self.location.enter("")
        }
        guard hasKey else {
            self.location.enter("key")
            throw .init(.missingMember, at: self.reader.position)
        }
        self.questions.append(question)
    }

    private mutating func read(
        _ member: NativeMember, of question: inout VerifyQuestion, _ bytes: Span<UInt8>
    ) throws(JSONFault) {
        switch member {
        case .key:
            self.location.enter("key")
            question.key = try self.keptString(bytes, length: 1...VerifyQuestion.longestKey)
        case .permissions:
            self.location.enter("permissions")
            question.permissions = try self.keptString(bytes, length: 1...PermissionQuery.longest)
        case .address: question.address = try self.address(bytes)
        case .method: question.method = try self.method(bytes)
        case .certificate: question.certificate = try self.certificate(bytes)
        case .limits: try self.readLimits(of: &question, bytes)
        case .cost:
            self.location.enter("cost")
            question.cost = try self.cost(bytes)
        case .statusMode: try self.readStatusMode(bytes, member: "status_mode")
        case .referrer: question.referrer = try self.claim("referrer", bytes)
        case .origin: question.origin = try self.claim("origin", bytes)
        case .androidPackage: question.androidPackage = try self.claim("android_package", bytes)
        case .androidCertificate: question.androidCertificate = try self.claim("android_certificate", bytes)
        case .iOSBundle: question.iOSBundle = try self.claim("ios_bundle", bytes)
        case .name: throw .init(.unknownMember, at: self.reader.position)
        }
    }

    /// Reads what the client has sent in one of the fields that say what it is.
    private mutating func claim(_ member: StaticString, _ bytes: Span<UInt8>) throws(JSONFault) -> Range<Int> {
        self.location.enter(member)
        return try self.keptString(bytes, length: 0...RequestClaims.longest)
    }

    /// Reads the address of the client whose request is decided on.
    mutating func address(_ bytes: Span<UInt8>) throws(JSONFault) -> IPAddress {
        self.location.enter("address")
        let range = try self.keptString(bytes, length: 1...IPAddress.longestText)
        guard let address = IPAddress(bytes: self.text.span.extracting(range)) else {
            throw .init(.notAllowed, at: self.reader.position)
        }
        return address
    }

    /// Reads the method of the request that is decided on. CONNECT and TRACE are never let through.
    mutating func method(_ bytes: Span<UInt8>) throws(JSONFault) -> RequestMethod {
        self.location.enter("method")
        let range = try self.keptString(bytes, length: 1...32)
        let text = self.text.span.extracting(range)
        for index in text.indices where !ByteClass.isToken(text[index]) {
            throw .init(.notAllowed, at: self.reader.position)
        }
        guard !text.isEqual(to: "TRACE"), !text.isEqual(to: "CONNECT") else {
            throw .init(.notAllowed, at: self.reader.position)
        }
        return RequestMethod(text)
    }

    /// Reads the thumbprint of the certificate that the client has shown.
    private mutating func certificate(_ bytes: Span<UInt8>) throws(JSONFault) -> CertificateThumbprint {
        self.location.enter("certificate")
        let range = try self.keptString(bytes, length: 1...95)
        let text = String(decoding: self.text[range], as: UTF8.self)
        guard let thumbprint = CertificateThumbprint(text) else {
            throw .init(.notAllowed, at: self.reader.position)
        }
        return thumbprint
    }

    /// Reads whether the answer's status is that of the verdict.
    mutating func readStatusMode(_ bytes: Span<UInt8>, member: StaticString) throws(JSONFault) {
        self.location.enter(member)
        let mode = try self.reader.string(bytes)
        if mode.isEqual(to: "mapped", in: bytes) {
            self.isMapped = true
        } else {
            guard mode.isEqual(to: "ok", in: bytes) else { throw .init(.notAllowed, at: mode.start) }
        }
    }

    private mutating func readLimits(of question: inout VerifyQuestion, _ bytes: Span<UInt8>) throws(JSONFault) {
        self.location.enter("limits")
        try self.reader.beginArray(bytes)
        var isFirst = true
        var element = 0
        while try self.reader.nextElement(bytes, isFirst: &isFirst) {
            self.location.enter("limits", element: element)
            let offset = self.reader.position
            let cost = try self.readLimit(bytes)
            try self.append(cost, to: &question, at: offset)
            element += 1
        }
    }

    /// Reads `{"name": "burst", "cost": 2}`.
    private mutating func readLimit(_ bytes: Span<UInt8>) throws(JSONFault) -> NamedCost {
        var members = MemberSet()
        var name: Range<Int>?
        var cost: UInt32 = 1
        try self.reader.beginObject(bytes)
        var isFirst = true
        while let member = try self.reader.nextMember(bytes, isFirst: &isFirst) {
            self.location.member = ""
            if member.isEqual(to: "name", in: bytes) {
                try members.insert(NativeMember.name, at: member.start)
                self.location.member = "name"
                name = try self.keptString(bytes, length: 1...LimitPolicy.longestName)
            } else {
                guard member.isEqual(to: "cost", in: bytes) else { throw .init(.unknownMember, at: member.start) }
                try members.insert(NativeMember.cost, at: member.start)
                self.location.member = "cost"
                cost = try self.cost(bytes)
            }
        }
        guard let name else {
            self.location.member = "name"
            throw .init(.missingMember, at: self.reader.position)
        }
        return NamedCost(start: name.lowerBound, length: name.count, cost: cost)
    }
}
