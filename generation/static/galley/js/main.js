// What every page runs. Each module looks for its own elements and does nothing where there are none.
