"""What both kinds of pages have in common: elements are read and used, although the page may replace them."""

from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.by import By

TRIES = 20


class Page:
    """The page in a browser's window.

    A live page replaces its parts at any moment, also between finding an element and reading it. So each method finds
    its elements again if they have just been replaced.
    """

    def __init__(self, driver):
        self.driver = driver

    def all(self, css):
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def one(self, css):
        return self.driver.find_element(By.CSS_SELECTOR, css)

    def read(self, look):
        """Returns what `look()` returns. An element that was replaced has not been clicked or typed into."""
        for _ in range(TRIES - 1):
            try:
                return look()
            except StaleElementReferenceException:
                pass
        return look()

    def text_of(self, css):
        return self.read(lambda: self.one(css).text)

    @property
    def text(self):
        return self.text_of("body")

    def texts_of(self, css):
        return self.read(lambda: [element.text for element in self.all(css)])

    def attribute(self, css, name):
        return self.read(lambda: self.one(css).get_attribute(name))

    def attributes(self, css, name):
        return self.read(lambda: [element.get_attribute(name) for element in self.all(css)])

    def press(self, css):
        self.read(lambda: self.one(css).click())

    def follow(self, words):
        """Presses the first link with these words."""
        self.read(lambda: self.driver.find_element(By.LINK_TEXT, words).click())

    def type(self, css, text):
        self.read(lambda: self.one(css).send_keys(text))
