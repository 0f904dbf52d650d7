package io.mistersmith.plugincode.support;

import java.io.PrintStream;
import java.io.PrintWriter;

/**
 * Which methods of a class of throwables are the JDK's own, so that calling them runs no code of a plugin.
 *
 * <p>Only {@code java.base} counts: classes of other modules, such as {@code java.rmi.RemoteException}, print what they wrap.
 */
final class Methods extends ClassValue<Integer> {

    /** {@code toString}, {@code getMessage} and {@code getLocalizedMessage} are the JDK's. */
    static final int TEXT = 1;
    /** {@code toString} is that of {@link Throwable}. */
    static final int PLAIN_TEXT = 2;
    /** {@code getCause} is the JDK's. */
    static final int CAUSE = 4;
    /** {@code getStackTrace} is the JDK's. */
    static final int STACK = 8;
    /** What else a printer or logger may call is the JDK's: {@code printStackTrace}, {@code hashCode}, {@code equals}. */
    static final int PRINT = 16;

    static final int ALL = TEXT | CAUSE | STACK | PRINT;

    private static final Methods OF = new Methods();
    private static final Module JDK = Object.class.getModule();

    private Methods() {}

    static boolean areJdk(Throwable throwable, int which) {
        // an Integer, not a type of this bundle: a plugin's class keeps it for as long as it lives
        return (OF.get(throwable.getClass()) & which) == which;
    }

    @Override
    protected Integer computeValue(Class<?> type) {
        try {
            return (jdk(type, "toString") && jdk(type, "getMessage") && jdk(type, "getLocalizedMessage") ? TEXT : 0)
                    | (type.getMethod("toString").getDeclaringClass() == Throwable.class ? PLAIN_TEXT : 0)
                    | (jdk(type, "getCause") ? CAUSE : 0)
                    | (jdk(type, "getStackTrace") ? STACK : 0)
                    | (prints(type) ? PRINT : 0);
        } catch (NoSuchMethodException | LinkageError e) { // such as a method of the class whose types are missing
            return 0;
        }
    }

    private static boolean prints(Class<?> type) throws NoSuchMethodException {
        return jdk(type, "printStackTrace")
                && jdk(type, "printStackTrace", PrintStream.class)
                && jdk(type, "printStackTrace", PrintWriter.class)
                && jdk(type, "hashCode")
                && jdk(type, "equals", Object.class);
    }

    private static boolean jdk(Class<?> type, String method, Class<?>... parameters) throws NoSuchMethodException {
        return type.getMethod(method, parameters).getDeclaringClass().getModule() == JDK;
    }
}
