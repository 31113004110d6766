"""A local Dask cluster as the executor of a simulation: the same bytes as one process alone. Outside the default suite, as the cluster takes seconds to start."""

from __future__ import annotations

import warnings
from pathlib import Path

from tokten_core import load_pack
from tokten_core.simulation.scenarios import read_scenario, simulate

EXAMPLE = Path(__file__).parents[1] / "examples" / "mali" / "scenario.toml"


def test_a_dask_cluster_gives_the_same_bytes():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what the libraries of the cluster say of themselves
        from distributed import Client, LocalCluster

        mali = load_pack("mali")
        programme, scenario = mali.programme(), read_scenario(EXAMPLE.read_text(encoding="utf-8"))
        with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster, Client(cluster) as client:
            far = simulate(scenario, programme, mali, runs=500, seed=1, block=50, executor=client.get_executor())

    near = simulate(scenario, programme, mali, runs=500, seed=1)
    assert all(far.of_each(*key).tobytes() == near.of_each(*key).tobytes() for key in near.numbers)
