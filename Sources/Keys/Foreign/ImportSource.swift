/// Where imported keys come from.
package enum ImportSource: String, Hashable, Sendable, CaseIterable {
    case csv, json, unkey, kong, apisix, tyk, aws
}
