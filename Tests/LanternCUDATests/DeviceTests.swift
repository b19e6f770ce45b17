import Testing

/// Everything that works on the device, one test at a time: memory, counters and what went wrong belong to the whole process, and a wrong
/// position is told at the next wait, whoever waits.
@Suite(.serialized, .enabled(if: StandIn.isReady)) enum DeviceTests {}
