import CTideLoop

let station = Station(name: "Old Harbour", archive: Archive(folder: "tides"))
let poller = Poller(station: station)
poller.pollInBackground()
await poller.warmUp().value
await poller.settle()
await poller.poll()
report("average \(await station.average(on: "2026-01-01")), forecast \(await station.forecastNow())")
let display = Display()
display.show(await station.forecast())
if CommandLine.arguments.contains("--serve") { _ = tide_serve(0, 3, 4) }
