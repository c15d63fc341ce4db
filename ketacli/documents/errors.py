"""Each way in which an input cannot be read, with the words that a person reads (docs/documents.md explains each)."""

from __future__ import annotations

from ketacli.errors import InputProblem


class MissingFile(InputProblem):
    """No file or folder of that name."""

    kind = "missing_file"

    def __init__(self, name: str) -> None:
        super().__init__(f"{name}: there is no such file.", hint="Check the spelling, or list the folder with `ls`.")


class NoPermission(InputProblem):
    """The system does not let this user read the file."""

    kind = "no_permission"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name}: you may not read this file.", hint="Copy it to a folder of your own, or change its permissions."
        )


class NoReadableFiles(InputProblem):
    """A folder in which no file has a format that is read."""

    kind = "no_readable_files"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name}: no readable documents in this folder.", hint="PDF, DOCX, HTML, Markdown and text files are read."
        )


class EmptyFile(InputProblem):
    """No bytes, or nothing but white space."""

    kind = "empty_file"

    def __init__(self, name: str) -> None:
        super().__init__(f"{name}: the file is empty.", hint="Download it or save it again.")


class NoText(InputProblem):
    """A sound file in which no text stands, or none that a person would see."""

    kind = "no_text"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name}: no text was found in the file.",
            hint="If it shows pictures of pages, print it to a PDF: such pages are read by OCR.",
        )


class PasswordNeeded(InputProblem):
    """An encrypted PDF, and no password was given."""

    kind = "encrypted"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name}: the PDF is encrypted and needs a password.",
            hint="Put the password into a file and add `--password-file FILE`.",
        )


class WrongPassword(InputProblem):
    """An encrypted PDF, and the password does not open it."""

    kind = "wrong_password"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name}: the password does not open this PDF.",
            hint="Check the file that `--password-file` names: its first line is the password.",
        )


class EncryptedOffice(InputProblem):
    """A Word file that is protected with a password."""

    kind = "encrypted_office"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name}: the Word file is encrypted, or in the old .doc format.",
            hint="Open it in Word or LibreOffice and save it as .docx without a password.",
        )


class CorruptFile(InputProblem):
    """The format is recognised, but the content is damaged."""

    kind = "corrupt"

    def __init__(self, name: str, what: str, why: str = "") -> None:
        reason = f" ({why})" if why else ""
        super().__init__(
            f"{name}: the {what} is damaged and cannot be read{reason}.",
            hint="Download it again, or open it in its own program and save a fresh copy.",
        )


class UnpacksTooLarge(InputProblem):
    """A DOCX that unpacks to far more than a document holds (a zip bomb)."""

    kind = "unpacks_too_large"

    def __init__(self, name: str, limit_bytes: int) -> None:
        super().__init__(
            f"{name}: the DOCX would unpack to more than {limit_bytes // 1_000_000} MB, or is packed far too densely.",
            hint="It may be a zip bomb. If you trust it, open it in Word and save it as a PDF.",
        )


class EntitiesRefused(InputProblem):
    """XML inside a document that declares entities or a document type."""

    kind = "entities_refused"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name}: the file declares XML entities, which can expand without end.",
            hint="No word processor writes such a file. Save it again from its own program.",
        )


class NotReadHere(InputProblem):
    """A file of a kind that is recognised but not read."""

    kind = "unsupported_type"

    def __init__(self, name: str, what: str, hint: str) -> None:
        super().__init__(f"{name}: this is {what}, which ketacli does not read.", hint=hint)


class BinaryNoise(InputProblem):
    """Bytes that are no text and no known format."""

    kind = "binary"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name}: the file holds binary data and no text that can be read.",
            hint="PDF, DOCX, HTML, Markdown and text files are read.",
        )


class TooLarge(InputProblem):
    """Over the limit of bytes."""

    kind = "too_large"

    def __init__(self, name: str, size: int, limit: int, *, hint: str = "") -> None:
        super().__init__(
            f"{name}: the file's {_amount(size)} are over the limit of {_amount(limit)}.",
            hint=hint or "Raise it with `--max-bytes N`, or cut out the pages that matter.",
        )


def _amount(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{size:,} bytes"


class TooManyPages(InputProblem):
    """Over the limit of pages."""

    kind = "too_many_pages"

    def __init__(self, name: str, pages: int, limit: int) -> None:
        super().__init__(
            f"{name}: {pages:,} pages are over the limit of {limit:,}.",
            hint="Raise it with `--max-pages N`, or cut out the pages that matter.",
        )


class TooSlow(InputProblem):
    """Over the limit of time."""

    kind = "too_slow"

    def __init__(self, name: str, seconds: float) -> None:
        super().__init__(
            f"{name}: reading took longer than {seconds:g} seconds.",
            hint="Raise the limit with `--max-seconds N`, or switch OCR off with `--ocr never`.",
        )


class NestedTooDeep(InputProblem):
    """Elements nested so deep that no person wrote them."""

    kind = "nested_too_deep"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name}: the document's elements are nested too deep.", hint="Save it again from its own program."
        )
