import SQLiteStorage
import Testing

@Suite struct SQLiteVersionTests {
    @Test(arguments: [
        (3_006_999, false), (3_007_000, true), (3_040_001, true), (3_044_005, true), (3_044_006, false),
        (3_045_000, true), (3_050_006, true), (3_050_007, false), (3_051_002, true), (3_051_003, false),
        (3_053_000, false),
    ])
    func `versions with the lost commit are known`(number: Int, isAffected: Bool) {
        #expect(SQLiteVersion(number: number).mayLoseCommitsOfTwoConnections == isAffected)
    }

    @Test func `a version is written as people write it`() {
        #expect(SQLiteVersion(number: 3_040_001).description == "3.40.1")
        #expect(SQLiteVersion.inUse.number > 3_000_000)
    }
}
