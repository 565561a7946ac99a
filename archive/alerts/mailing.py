"""Send a mail through the server that the settings name."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage

from archive.alerts.failure import DeliveryFailed, error_text
from archive.messages import Message
from archive.settings import DeliverySection

TIMEOUT = 20.0  # seconds without an answer


def send_mail(settings: DeliverySection, password: str, mail: EmailMessage) -> None:
    """Send a mail to the address in its header. Raise DeliveryFailed."""
    try:
        with _connect(settings) as server:
            if settings.mail_security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if settings.mail_user:
                server.login(settings.mail_user, password)
            server.send_message(mail)
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        raise _refused(error, for_good=all(code >= 500 for code in codes)) from error
    except (smtplib.SMTPException, OSError, ValueError) as error:  # ValueError: a header that cannot be written
        raise _refused(error) from error


def _connect(settings: DeliverySection) -> smtplib.SMTP:
    if settings.mail_security == "tls":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(settings.mail_host, settings.mail_port, timeout=TIMEOUT, context=context)
    return smtplib.SMTP(settings.mail_host, settings.mail_port, timeout=TIMEOUT)


def _refused(error: BaseException, *, for_good: bool = False) -> DeliveryFailed:
    return DeliveryFailed(Message("alert-mail-refused", error=error_text(error)), for_good=for_good)
