package io.mistersmith.lifecycle.internal.plugins;

/** A component that does nothing. */
public final class GoodComponent implements Runnable {

    @Override
    public void run() {}
}
