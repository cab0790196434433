/// Framing of syslog messages on a stream: the length in bytes, a space, the message (RFC 6587, section 3.4.1; RFC 5425,
/// section 4.3).
package enum OctetCounting {
    package static func frame(_ message: [UInt8]) -> [UInt8] { Array("\(message.count) ".utf8) + message }
}
