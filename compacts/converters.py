"""Provision references in addresses: "4.4", "A3.1", "S3.7(i)", "9(s2)"."""


class RefConverter:
    regex = r"[A-Za-z0-9][A-Za-z0-9.()-]*"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
