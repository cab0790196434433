import Admission
import DecisionLog
import KeyManagement
import Keys

extension ObservedUse {
    /// What keys use, by the permissions that the routes they were admitted on ask for now. Of a route that is no longer
    /// there it is not known.
    init(_ observed: ObservedRoutes, on routes: [RouteRules]) {
        let permissions = Dictionary(routes.map { ($0.name, $0.permission) }) { first, _ in first }
        self.init(since: observed.since, unclear: observed.withoutRoute)
        for (key, visited) in observed.routes {
            for (route, at) in visited {
                guard let permission = permissions[route] else {
                    self.unclear.insert(key)
                    continue
                }
                guard let asked = permission else { continue }
                self.permissions[key, default: [:]][asked] = max(self.permissions[key]?[asked] ?? at, at)
            }
        }
    }
}
