import Telemetry

extension AnchorBoard.Report {
    private typealias Series = [(labels: [String], value: UInt64)]

    /// One series for each anchor; none where there is none.
    func write(to text: inout PrometheusText) {
        guard self.hasAnchor else { return }
        let witnesses = self.witnesses.map { (label: WitnessContact.name(ofWitness: $0.name), state: $0) }
        var sizes: Series = witnesses.map { (labels: [$0.label], value: $0.state.size) }
        var failures: Series = witnesses.map { (labels: [$0.label], value: $0.state.failures) }
        let contradictions: Series = witnesses.map { (labels: [$0.label], value: $0.state.contradictions) }
        if let file {
            sizes.append((labels: [AnchorFile.name], value: file.size))
            failures.append((labels: [AnchorFile.name], value: file.failures))
        }
        text.write(.auditAnchored, sizes)
        text.write(.auditAnchorFailures, failures)
        text.write(.auditAnchorContradictions, contradictions)
    }
}
