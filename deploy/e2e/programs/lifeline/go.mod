module gpupool.io/e2e/lifeline

go 1.22
