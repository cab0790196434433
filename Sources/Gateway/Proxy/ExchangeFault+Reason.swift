import Admission
import HTTPMachines

extension ExchangeFault {
    /// The reason that stands for the fault.
    var reason: Reason {
        switch self {
        case .requestTimeout: .requestTooSlow
        case .upstreamUnreachable: .upstreamUnreachable
        case .upstreamUnavailable: .upstreamUnavailable
        case .upstreamTimeout: .upstreamTimeout
        case .upstreamMalformed: .upstreamMalformed
        }
    }
}
