package io.millirun.runtimemanager.signature;

/** A signature that is not one, or not right. */
final class SignatureException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final String sentence;

    SignatureException(String code, String message) {
        super(message);
        this.code = code;
        this.sentence = message;
    }

    static SignatureException incomplete(String message) {
        return new SignatureException("IncompleteSignatureException", message);
    }

    static SignatureException invalid(String message) {
        return new SignatureException("InvalidSignatureException", message);
    }

    /** The error type as AWS has it. */
    String code() {
        return code;
    }

    String sentence() {
        return sentence;
    }
}
