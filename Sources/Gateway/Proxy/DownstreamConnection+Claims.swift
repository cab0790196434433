import Admission
import DecisionLog
import Geolocation
import HTTPMachines
import Keys

/// What admission asks of a request, and what it asks of few only.
extension DownstreamConnection {
    /// What admission asks of the request at hand, whose head lies in the bytes.
    func admissionRequest(_ span: Span<UInt8>, on rules: RouteRules) -> AdmissionRequest {
        let needs = self.loop.pipeline.needs(on: rules)
        // Of every request, so that the decision log tells it.
        let place = self.loop.places.place(of: self.address)
        self.record.decision.place = place
        return .init(
            method: self.record.decision.method, address: self.address, certificate: self.certificate,
            place: place, claims: needs.contains(.claims) ? self.readClaims(span) : nil, now: self.loop.clock.wall,
            monotonic: self.loop.clock.monotonic)
    }

    /// What is asked of a request that was judged before, when its head is gone: what it claimed then stands.
    var standingRequest: AdmissionRequest {
        .init(
            method: self.record.decision.method, address: self.address, certificate: self.certificate,
            place: self.record.decision.place, claimsStand: true, now: self.loop.clock.wall,
            monotonic: self.loop.clock.monotonic)
    }

    /// What the client claims of itself. The loop's own, until the next request asks.
    private func readClaims(_ span: Span<UInt8>) -> RequestClaims {
        let claims = self.loop.claims
        claims.clear()
        for index in 0..<self.fields.count {
            let field = self.fields[index]
            switch field.known {
            case .referer: claims.note(.referrer, span.extracting(field.value.offsets))
            case .origin: claims.note(.origin, span.extracting(field.value.offsets))
            case .other:
                guard let claim = RequestClaims.Field(name: span.extracting(field.name.offsets)) else { continue }
                claims.note(claim, span.extracting(field.value.offsets))
            default: continue
            }
        }
        return claims
    }
}
