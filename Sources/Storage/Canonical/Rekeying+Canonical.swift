package import Cryptography
import Keys

extension Rekeying: CanonicalCodable {
    package func encode(to encoder: inout CanonicalEncoder) {
        ContentFormat.write(self.leak != nil, to: &encoder)
        encoder.append(self.id)
        encoder.append(self.kind.rawValue)
        encoder.append(self.tenant)
        encoder.append(self.phase.rawValue)
        encoder.append(self.oldKey)
        encoder.append(self.newKey)
        encoder.append(self.cursor)
        encoder.append(self.moved)
        encoder.append(self.remaining)
        encoder.append(self.startedAt)
        encoder.append(self.changedAt)
        encoder.append(self.dueAt)
        encoder.append(self.graceSeconds)
        encoder.append(self.startedBy)
        encoder.append(self.revision)
        guard let leak = self.leak else { return }
        encoder.append(leak.toldAt)
        encoder.append(leak.nested)
        encoder.append(leak.nestedAt)
    }

    package init(from decoder: inout CanonicalDecoder) throws(CryptographyError) {
        let isLeaked = try ContentFormat.tellsOfLeak(&decoder)
        self.init(
            id: try decoder.id(), kind: try decoder.name(), tenant: try decoder.text(), phase: try decoder.name(),
            oldKey: try decoder.text(), newKey: try decoder.text(), cursor: try decoder.text(),
            moved: try decoder.unsigned(), remaining: try decoder.unsigned(), startedAt: try decoder.moment(),
            changedAt: try decoder.moment(), dueAt: try decoder.optionalMoment(),
            graceSeconds: try decoder.unsigned32(), startedBy: try decoder.text(), revision: try decoder.unsigned(),
            leak: isLeaked ? try .init(from: &decoder) : nil)
    }
}

extension PepperLeak {
    fileprivate init(from decoder: inout CanonicalDecoder) throws(CryptographyError) {
        self.init(
            toldAt: try decoder.moment(), nested: try decoder.unsigned(), nestedAt: try decoder.optionalMoment())
    }
}
