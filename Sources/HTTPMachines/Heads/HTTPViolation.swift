/// The rules of HTTP/1.1 that a message can break. Ambiguity is refused, never repaired.
///
/// For a request `status` is the answer; a response that breaks a rule is a bad upstream, which the gateway answers with
/// 502 whatever the rule. docs/http.md lists the accepted grammar.
@usableFromInline
package enum HTTPViolation: UInt8, Error, Sendable, CaseIterable {
    // The start line.
    case requestLineMalformed, methodInvalid, methodTooLong, connectRefused, versionUnsupported, statusLineMalformed
    case switchingProtocolsUnasked
    // The target.
    case targetMalformed, targetTooLong, targetByteForbidden, targetFragment, targetEscapeInvalid, authorityMismatch
    case asteriskWithoutOptions, pathAmbiguous
    // Lines and fields.
    case bareLineFeed, bareCarriageReturn, lineFolding, headTooLarge, tooManyFields
    case fieldNameInvalid, fieldNameEmpty, fieldNameSpace, fieldNameLookalike, fieldValueByteForbidden
    case hostMissing, hostRepeated, hostInvalid
    case connectionInvalid, connectionNominatesFraming, tooManyConnectionOptions
    case expectationUnknown
    // Framing and body.
    case contentLengthInvalid, contentLengthRepeated, contentLengthForbidden, framingConflict
    case transferEncodingUnknown, transferEncodingRepeated, transferEncodingForbidden
    case bodyTooLarge, bodyTruncated
    case chunkSizeInvalid, chunkSizeTooLarge, chunkExtensionInvalid, chunkExtensionTooLarge, chunkEndMalformed
    case trailerForbidden, trailersTooLarge
}
