package io.mistersmith.lifecycle.internal.exit;

import java.util.function.IntConsumer;

/** Every way for a class to end the process; the test rewrites it before it is loaded. */
public final class Exiting {

    /** Each kind of call. */
    public enum Way implements IntConsumer {
        /** A call. */
        SYSTEM_EXIT {
            @Override
            public void accept(int status) {
                System.exit(status);
            }
        },
        /** A call whose result decides a branch, so that the method has stack frames to keep. */
        AFTER_A_BRANCH {
            @Override
            public void accept(int status) {
                String text = status > 0 ? "bad" : "good";
                if (text.length() == 3) {
                    System.exit(status);
                } else {
                    Runtime.getRuntime().exit(-status);
                }
            }
        },
        /** A call on an object. */
        RUNTIME_EXIT {
            @Override
            public void accept(int status) {
                Runtime.getRuntime().exit(status);
            }
        },
        /** A call that runs no shutdown hook. */
        RUNTIME_HALT {
            @Override
            public void accept(int status) {
                Runtime.getRuntime().halt(status);
            }
        },
        /** A static method reference. */
        STATIC_REFERENCE {
            @Override
            public void accept(int status) {
                IntConsumer exit = System::exit;
                exit.accept(status);
            }
        },
        /** A reference to a method of an object. */
        BOUND_REFERENCE {
            @Override
            public void accept(int status) {
                IntConsumer exit = Runtime.getRuntime()::halt;
                exit.accept(status);
            }
        },
        /** A call in the default method of an interface. */
        DEFAULT_METHOD {
            @Override
            public void accept(int status) {
                new Ending() {}.end(status);
            }
        }
    }

    /** An interface with code. */
    public interface Ending {

        /** Ends the process. */
        default void end(int status) {
            System.exit(status);
        }
    }

    private Exiting() {}
}
