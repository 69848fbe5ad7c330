# The tests that `scripts/test --quick` leaves out: those that take more than two seconds, since they
# run real daemons' parsers, other solvers, or brute force. For each module a GoogleTest filter.
set(BGPTE_SLOW_config "RealParser.*:Ansible.*")
set(BGPTE_SLOW_optimiser
    "ExportLp.OtherSolvers*:Optimise.EqualsBruteForce*:SharedCandidates.AnswersTheSame*:SharedCandidates.BoundsAreTrue")
set(BGPTE_SLOW_advice "AtSize.*:OneForecast.*")
set(BGPTE_SLOW_scenario "Corpus.LoaderAndSchemaAgreeOnMutants")
set(BGPTE_SLOW_ingress "Catchments.FromTheBaseline*:PriorPopulation.*")
set(BGPTE_SLOW_cli "InterruptedWrite.*:InterruptedHistory.*:InterruptedWatch.*:MutatedDocuments.*:Outcomes.*:*AsPrintedConfigure*")
