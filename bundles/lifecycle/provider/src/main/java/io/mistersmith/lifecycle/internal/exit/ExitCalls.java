package io.mistersmith.lifecycle.internal.exit;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Rewrites a class so that its calls of {@code System.exit}, {@code Runtime.exit} and {@code Runtime.halt} throw a
 * {@link SecurityException}, as they would with a security manager that refuses to exit. Method references to them are
 * rewritten too; calls by reflection are not.
 *
 * <p>Each call goes to a private static method that is added to the class, so the class needs nothing but the JDK.
 */
final class ExitCalls {

    private static final String ADDED = "$refused$";

    /** A method of the JDK that ends the process; the name is the one that the error shows. */
    private enum Exit {
        SYSTEM_EXIT("java/lang/System", "exit", "(I)V", 0),
        RUNTIME_EXIT("java/lang/Runtime", "exit", "(Ljava/lang/Runtime;I)V", 1),
        RUNTIME_HALT("java/lang/Runtime", "halt", "(Ljava/lang/Runtime;I)V", 1);

        private final String owner;
        private final String method;
        private final String addedDescriptor;
        private final int statusVariable;

        Exit(String owner, String method, String addedDescriptor, int statusVariable) {
            this.owner = owner;
            this.method = method;
            this.addedDescriptor = addedDescriptor;
            this.statusVariable = statusVariable;
        }

        static @Nullable Exit of(String owner, String method, String descriptor) {
            for (Exit exit : values()) {
                if (exit.owner.equals(owner) && exit.method.equals(method) && descriptor.equals("(I)V")) {
                    return exit;
                }
            }
            return null;
        }

        String call() {
            return owner.substring(owner.lastIndexOf('/') + 1) + "." + method;
        }
    }

    private ExitCalls() {}

    /**
     * Returns the rewritten class, or null if it makes no such call.
     *
     * @param classFile a class file of any version that the running JVM can load
     * @param bundle the name of its bundle for the error's text
     */
    static byte @Nullable [] refused(byte[] classFile, String bundle) {
        if (!contains(classFile, "java/lang/System") && !contains(classFile, "java/lang/Runtime")) {
            return null; // most classes: a search of their bytes costs less than parsing them
        }
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(reader, 0);
        Rewriter rewriter = new Rewriter(writer, bundle);
        reader.accept(rewriter, 0);
        return rewriter.added.isEmpty() ? null : writer.toByteArray();
    }

    private static boolean contains(byte[] classFile, String ascii) {
        int last = classFile.length - ascii.length();
        for (int start = 0; start <= last; start++) {
            int length = 0;
            while (length < ascii.length() && classFile[start + length] == ascii.charAt(length)) {
                length++;
            }
            if (length == ascii.length()) {
                return true;
            }
        }
        return false;
    }

    private static final class Rewriter extends ClassVisitor {

        private final String bundle;
        private final Map<Exit, Handle> added = new LinkedHashMap<>();
        private String name = "";
        private boolean isInterface;
        private boolean canAddMethods;

        Rewriter(ClassVisitor next, String bundle) {
            super(Opcodes.ASM9, next);
            this.bundle = bundle;
        }

        @Override
        public void visit(
                int version,
                int access,
                String className,
                @Nullable String signature,
                @Nullable String superName,
                String @Nullable [] interfaces) {
            name = className;
            isInterface = (access & Opcodes.ACC_INTERFACE) != 0;
            canAddMethods = !isInterface || (version & 0xFFFF) >= Opcodes.V1_8;
            super.visit(version, access, className, signature, superName, interfaces);
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access,
                String method,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            MethodVisitor next = super.visitMethod(access, method, descriptor, signature, exceptions);
            return next == null || !canAddMethods ? next : new Body(next);
        }

        @Override
        public void visitEnd() {
            added.forEach(this::add);
            super.visitEnd();
        }

        /** Adds the method that throws: {@code throw new SecurityException(prefix + status + suffix)}. */
        private void add(Exit exit, Handle handle) {
            MethodVisitor code = super.visitMethod(
                    Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC,
                    handle.getName(),
                    handle.getDesc(),
                    null,
                    null);
            code.visitCode();
            code.visitTypeInsn(Opcodes.NEW, "java/lang/SecurityException");
            code.visitInsn(Opcodes.DUP);
            code.visitLdcInsn("Refused " + exit.call() + "(");
            code.visitVarInsn(Opcodes.ILOAD, exit.statusVariable);
            code.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/String", "valueOf", "(I)Ljava/lang/String;", false);
            concat(code);
            code.visitLdcInsn(") by " + name.replace('/', '.') + " of bundle " + bundle
                    + ": it would end the container and every plugin in it; throw an exception instead");
            concat(code);
            code.visitMethodInsn(
                    Opcodes.INVOKESPECIAL, "java/lang/SecurityException", "<init>", "(Ljava/lang/String;)V", false);
            code.visitInsn(Opcodes.ATHROW);
            code.visitMaxs(4, exit.statusVariable + 1);
            code.visitEnd();
        }

        private static void concat(MethodVisitor code) {
            code.visitMethodInsn(
                    Opcodes.INVOKEVIRTUAL,
                    "java/lang/String",
                    "concat",
                    "(Ljava/lang/String;)Ljava/lang/String;",
                    false);
        }

        private Handle added(Exit exit) {
            return added.computeIfAbsent(
                    exit,
                    key -> new Handle(
                            Opcodes.H_INVOKESTATIC, name, ADDED + key.name(), key.addedDescriptor, isInterface));
        }

        private Object constant(Object constant) {
            if (constant instanceof Handle handle) {
                Exit exit = Exit.of(handle.getOwner(), handle.getName(), handle.getDesc());
                return exit == null ? handle : added(exit);
            }
            return constant;
        }

        private final class Body extends MethodVisitor {

            Body(MethodVisitor next) {
                super(Opcodes.ASM9, next);
            }

            @Override
            public void visitMethodInsn(
                    int opcode, String owner, String method, String descriptor, boolean ofInterface) {
                Exit exit = Exit.of(owner, method, descriptor);
                if (exit == null) {
                    super.visitMethodInsn(opcode, owner, method, descriptor, ofInterface);
                } else {
                    Handle to = added(exit);
                    super.visitMethodInsn(
                            Opcodes.INVOKESTATIC, to.getOwner(), to.getName(), to.getDesc(), to.isInterface());
                }
            }

            @Override
            public void visitInvokeDynamicInsn(
                    String method, String descriptor, Handle bootstrap, Object... arguments) {
                Object[] rewritten = new Object[arguments.length];
                for (int i = 0; i < arguments.length; i++) {
                    rewritten[i] = constant(arguments[i]);
                }
                super.visitInvokeDynamicInsn(method, descriptor, bootstrap, rewritten);
            }

            @Override
            public void visitLdcInsn(Object value) {
                super.visitLdcInsn(constant(value));
            }
        }
    }
}
