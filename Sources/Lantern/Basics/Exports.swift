// Errors belong to every module of the package; whoever imports the core has them.
@_exported import LanternSupport
