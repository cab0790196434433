// HTTPMachines
