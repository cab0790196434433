import Testing

/// Compares by value what a machine that cannot be copied has answered.
func expect<Value: Equatable>(
    _ value: Value, equals expected: Value, sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(value == expected, sourceLocation: sourceLocation)
}
