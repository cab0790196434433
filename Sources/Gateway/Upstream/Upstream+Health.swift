import HTTPMachines
import Keys
import NIOCore
import Polling

/// Health checks. One loop makes them and tells the others by the board, so that an endpoint is asked once for each
/// interval and not once for each loop.
extension Upstream {
    /// Takes up what the board says; on the loop that checks, begins the checks that are due.
    func check(_ now: UInt64) {
        guard let settings = self.configuration.healthCheck, let board = self.board else { return }
        if self.loop.checksEndpoints {
            for endpoint in self.endpoints {
                for server in endpoint.servers {
                    self.check(
                        .init(place: endpoint.configuration.place, address: server.address), server, settings, now)
                }
            }
        }
        guard let news = board.news(since: &self.seenOfBoard) else { return }
        for endpoint in self.endpoints {
            for server in endpoint.servers {
                let key = HealthBoard.Key(place: endpoint.configuration.place, address: server.address)
                guard let isHealthy = news[key] else { continue }
                self.balancer.setHealthy(server.slot, isHealthy, now: now)
            }
        }
    }

    func cancelChecks() {
        for check in self.checks.values { check.probe?.cancel() }
        self.checks = [:]
    }

    /// A server is gone.
    func forgetCheck(of key: HealthBoard.Key) {
        guard self.loop.checksEndpoints, let check = self.checks.removeValue(forKey: key) else { return }
        check.probe?.cancel()
        self.board?.note(nil, of: key)
    }

    private func check(
        _ key: HealthBoard.Key, _ server: UpstreamEndpoint.Server, _ settings: HealthCheckSettings, _ now: UInt64
    ) {
        // A name without addresses is not asked anything yet.
        guard let pool = self.pools[server.slot], !pool.addresses.isEmpty else { return }
        let underWay = self.checks[key]?.probe
        underWay?.checkDeadline(now)
        var check = self.checks[key] ?? EndpointCheck(schedule: .init(interval: settings.interval.nanoseconds))
        let begins = check.schedule.begins(now: now, chance: self.loop.requestIDs.next().low)
        guard begins || self.checks[key] == nil else { return }
        let probe = begins ? self.probe(key, pool.addresses, settings, now) : nil
        check.probe = probe
        self.checks[key] = check
        probe?.start()
    }

    private func probe(
        _ key: HealthBoard.Key, _ addresses: [Endpoint], _ settings: HealthCheckSettings, _ now: UInt64
    ) -> HealthProbe {
        let (end, isEndless) = now.addingReportingOverflow(settings.timeout.nanoseconds)
        return HealthProbe(
            loop: self.loop, request: self.request(settings, key.place), statuses: settings.statuses,
            addresses: addresses, end: isEndless ? .max : end,
            layer: self.plan.security.map { _ in { [unowned self] in self.layer(to: key.place) } },
            secured: { [unowned self] in self.plan.security?.note($0) }
        ) { [unowned self] passed in self.checked(key, passed: passed) }
    }

    private func request(_ settings: HealthCheckSettings, _ place: EndpointConfiguration.Place) -> ByteBuffer {
        var host = settings.host ?? EndpointConfiguration(place).text
        if settings.host == nil, case .socket = place { host = "localhost" }
        var buffer = ByteBuffer()
        buffer.writeString("GET \(settings.path) HTTP/1.1\r\nHost: \(host)\r\nUser-Agent: gatehouse-health-check\r\n")
        buffer.writeString("Accept: */*\r\nConnection: close\r\n\r\n")
        return buffer
    }

    private func checked(_ key: HealthBoard.Key, passed: Bool?) {
        guard let thresholds = self.configuration.healthCheck?.thresholds, var check = self.checks[key] else { return }
        check.probe = nil
        check.schedule.ended()
        guard let passed else { return self.checks[key] = check }
        let hasChanged = check.state.checked(passed: passed, thresholds)
        self.checks[key] = check
        let endpoint = self.endpoints.first { $0.configuration.place == key.place }
        if !passed, let server = endpoint?.servers.first(where: { $0.address == key.address }) {
            self.note(.check, at: server.slot)
        }
        self.count(passed ? .checkPassed : .checkFailed, of: key.place)
        guard hasChanged else { return }
        self.board?.note(check.state.isHealthy, of: key)
    }
}
