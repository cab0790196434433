extension HTTPViolation {
    /// The status that answers a request which breaks the rule.
    package var status: UInt16 {
        switch self {
        case .targetTooLong: 414
        case .headTooLarge, .tooManyFields, .trailersTooLarge: 431
        case .bodyTooLarge: 413
        case .expectationUnknown: 417
        case .methodTooLong, .connectRefused, .transferEncodingUnknown: 501
        case .versionUnsupported: 505
        case .requestLineMalformed, .methodInvalid, .statusLineMalformed, .switchingProtocolsUnasked, .targetMalformed,
            .targetByteForbidden, .targetFragment, .targetEscapeInvalid, .authorityMismatch, .asteriskWithoutOptions,
            .pathAmbiguous, .bareLineFeed, .bareCarriageReturn, .lineFolding, .fieldNameInvalid, .fieldNameEmpty,
            .fieldNameSpace, .fieldNameLookalike, .fieldValueByteForbidden, .hostMissing, .hostRepeated, .hostInvalid,
            .connectionInvalid, .connectionNominatesFraming, .tooManyConnectionOptions, .contentLengthInvalid,
            .contentLengthRepeated, .contentLengthForbidden, .framingConflict, .transferEncodingRepeated,
            .transferEncodingForbidden, .bodyTruncated, .chunkSizeInvalid, .chunkSizeTooLarge, .chunkExtensionInvalid,
            .chunkExtensionTooLarge, .chunkEndMalformed, .trailerForbidden:
            400
        }
    }

    /// What the client and the log are told; it repeats nothing that the message contained.
    package var detail: StaticString {
        switch self {
        case .requestLineMalformed: "the request line is not 'method target version'"
        case .methodInvalid: "the method is not a token without small letters"
        case .methodTooLong: "the method is too long"
        case .connectRefused: "CONNECT is not offered"
        case .versionUnsupported: "only HTTP/1.1 and HTTP/1.0 are spoken"
        case .statusLineMalformed: "the status line is malformed"
        case .switchingProtocolsUnasked: "101 answers a request that asked for no other protocol"
        case .targetMalformed: "the request target has none of the accepted forms"
        case .targetTooLong: "the request target is too long"
        case .targetByteForbidden: "the request target contains a byte outside visible ASCII"
        case .targetFragment: "the request target contains a fragment"
        case .targetEscapeInvalid: "a percent sign in the request target is not followed by two hexadecimal digits"
        case .authorityMismatch: "the absolute target and Host name different hosts"
        case .asteriskWithoutOptions: "the target * belongs to OPTIONS alone"
        case .pathAmbiguous:
            "the path can be read in two ways (dots, spaces or nothing where a segment ends, semicolons, needless escapes)"
        case .bareLineFeed: "a line ends without a carriage return"
        case .bareCarriageReturn: "a carriage return is not followed by a line feed"
        case .lineFolding: "a field line begins with white space"
        case .headTooLarge: "the head is too large"
        case .tooManyFields: "the head has too many fields"
        case .fieldNameInvalid: "a field name is not a token"
        case .fieldNameEmpty: "a field name is empty"
        case .fieldNameSpace: "white space stands before the colon of a field"
        case .fieldNameLookalike: "a field name imitates a framing field"
        case .fieldValueByteForbidden: "a field value contains a control byte"
        case .hostMissing: "Host is missing"
        case .hostRepeated: "Host is repeated"
        case .hostInvalid: "Host is not a host with an optional port"
        case .connectionInvalid: "Connection is not a list of tokens"
        case .connectionNominatesFraming: "Connection names a field that frames or routes the message"
        case .tooManyConnectionOptions: "Connection names too many fields"
        case .expectationUnknown: "the expectation is not 100-continue, once"
        case .contentLengthInvalid: "Content-Length is not a plain decimal number"
        case .contentLengthRepeated: "Content-Length is repeated"
        case .contentLengthForbidden: "Content-Length stands where no body can be"
        case .framingConflict: "Content-Length and Transfer-Encoding are both present"
        case .transferEncodingUnknown: "Transfer-Encoding is not exactly chunked"
        case .transferEncodingRepeated: "Transfer-Encoding is repeated"
        case .transferEncodingForbidden: "Transfer-Encoding stands where none can be"
        case .bodyTooLarge: "the body is too large"
        case .bodyTruncated: "the connection closed inside the body"
        case .chunkSizeInvalid: "a chunk size is not a hexadecimal number"
        case .chunkSizeTooLarge: "a chunk size has too many digits"
        case .chunkExtensionInvalid: "a chunk extension contains a forbidden byte"
        case .chunkExtensionTooLarge: "chunk extensions are too long"
        case .chunkEndMalformed: "a chunk does not end where its size says"
        case .trailerForbidden: "a trailer field may not stand behind a body"
        case .trailersTooLarge: "the trailer section is too large"
        }
    }
}
