module millirun/stem

go 1.24
